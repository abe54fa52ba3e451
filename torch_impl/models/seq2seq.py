"""Sequence to sequence in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.embedding.embedding import Embedding
from torch_impl.initializers.initializer import Initializer
from torch_impl.models.decoder import Decoder
from torch_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from torch_impl.recurrent.lstm import LSTM
from torch_impl.seeds import spawned


class Seq2Seq(nn.Module):
    """:class:`torch.nn.LSTM` reads x, an ``LSTMCell`` writes t, taught by the right words.

    Shapes:
        x (N, S) and t (N, T) integers, lengths (N,) those of x; L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        reverse: bool = False,
        peeky: bool = False,
        pass_cell: bool = True,
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.reverse, self.pass_cell, self.ignore_label = reverse, pass_cell, ignore_label
        of_E, of_encoder, of_decoder = spawned(seed, 3)
        self.encoder_embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E)
        self.encoder = LSTM(emb, n_hidden, initializer=initializer, seed=of_encoder)
        self.decoder = Decoder(vocab, emb, n_hidden, "lstm", peeky, initializer, of_decoder)
        self.loss = TimeSoftmaxCrossEntropy(ignore_label)

    def encode(
        self, x: torch.Tensor, lengths: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the last states (h, c)."""
        if self.reverse and lengths is None:
            x = x.flip(1)
        elif self.reverse:
            x = torch.stack(
                [torch.cat([row[:n].flip(0), row[n:]]) for row, n in zip(x, lengths, strict=True)]
            )
        _, h, c = self.encoder(self.encoder_embedding(x), lengths=lengths)
        return h, c

    def forward(
        self, x: torch.Tensor, t: torch.Tensor, lengths: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return L."""
        h, c = self.encode(x, lengths)
        read = t[:, :-1]
        if self.ignore_label is not None:
            read = read.masked_fill(read == self.ignore_label, 0)
        y, *_ = self.decoder(read, h, c if self.pass_cell else None)
        return self.loss(y, t[:, 1:])


class _Flipped(Seq2Seq):
    """The model whose sources are turned around by ``torch.flip``, with their padding."""

    def encode(
        self, x: torch.Tensor, lengths: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the last states (h, c)."""
        _, h, c = self.encoder(self.encoder_embedding(x.flip(1)), lengths=lengths)
        return h, c
