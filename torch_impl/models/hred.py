"""HRED in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.embedding.embedding import Embedding
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense
from torch_impl.models.decoder import Decoder
from torch_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from torch_impl.recurrent.parts import LAYERS
from torch_impl.seeds import spawned


class HRED(nn.Module):
    """:class:`torch.nn.LSTM` (or ``RNN``) over words and over utterances, and a decoder.

    Shapes:
        x (N, M, S) and t (N, M, T) integers, lengths (N, M) those of x; L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        n_context: int,
        layer: str = "lstm",
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        of_E, of_encoder, of_context, of_bridge, of_decoder = spawned(seed, 5)
        self.ignore_label = ignore_label
        self.embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E)
        self.encoder = LAYERS[layer](emb, n_hidden, initializer=initializer, seed=of_encoder)
        self.context = LAYERS[layer](n_hidden, n_context, initializer=initializer, seed=of_context)
        self.bridge = self.bridge_from(n_context, n_hidden, initializer, of_bridge)
        self.decoder = Decoder(vocab, emb, n_hidden, layer, False, initializer, of_decoder)
        self.loss = TimeSoftmaxCrossEntropy(ignore_label)

    def bridge_from(
        self, n_context: int, n_hidden: int, initializer: Initializer | None, seed: int | None
    ) -> Dense:
        """Return the layer from the context to the decoder's first state."""
        return Dense(n_context, n_hidden, initializer=initializer, seed=seed)

    def read(self, x: torch.Tensor, lengths: torch.Tensor | None) -> torch.Tensor:
        """Return the context s (N, M, n_context)."""
        flat = None if lengths is None else lengths.flatten()
        _, u, *_ = self.encoder(self.embedding(x.flatten(0, 1)), lengths=flat)
        s, *_ = self.context(u.unflatten(0, x.shape[:2]))
        return s

    def said(self, t: torch.Tensor, h0: torch.Tensor) -> torch.Tensor:
        """Return the mean cross-entropy of the replies, from the decoder's first states h0."""
        read = t[..., :-1].flatten(0, 1)
        if self.ignore_label is not None:
            read = read.masked_fill(read == self.ignore_label, 0)
        y, *_ = self.decoder(read, h0.flatten(0, 1))
        return self.loss(y, t[..., 1:].flatten(0, 1))

    def forward(
        self, x: torch.Tensor, t: torch.Tensor, lengths: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return L."""
        s = self.read(x, lengths)
        return self.said(t, self.bridge(s).tanh())


class _PaddingRead(HRED):
    """The model whose utterances are not packed, so that the encoder reads their padding."""

    def forward(
        self, x: torch.Tensor, t: torch.Tensor, lengths: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return L."""
        return super().forward(x, t)
