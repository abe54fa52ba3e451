"""Sequence to sequence with attention in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.attention.additive_attention import AdditiveAttention
from torch_impl.attention.dot_product_attention import DotProductAttention
from torch_impl.embedding.embedding import Embedding
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense
from torch_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from torch_impl.recurrent.lstm import LSTM
from torch_impl.seeds import spawned


class AttentionSeq2Seq(nn.Module):
    """Two :class:`torch.nn.LSTM`; the second looks back at every state of the first.

    Shapes:
        x (N, S) and t (N, T) integers, lengths (N,) those of x; L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        score: str = "dot",
        reverse: bool = False,
        pass_cell: bool = True,
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.reverse, self.pass_cell, self.ignore_label = reverse, pass_cell, ignore_label
        H = n_hidden
        of_x, of_encoder, of_t, of_decoder, of_score, of_V = spawned(seed, 6)
        self.encoder_embedding = Embedding(vocab, emb, initializer=initializer, seed=of_x)
        self.encoder = LSTM(emb, H, initializer=initializer, seed=of_encoder)
        self.decoder_embedding = Embedding(vocab, emb, initializer=initializer, seed=of_t)
        self.decoder = LSTM(emb, H, initializer=initializer, seed=of_decoder)
        self.attention = (
            AdditiveAttention(H, H, H, initializer, of_score)
            if score == "additive"
            else DotProductAttention(score, H, H, H, initializer, of_score)
        )
        self.affine = Dense(2 * H, vocab, initializer=initializer, seed=of_V)
        self.loss = TimeSoftmaxCrossEntropy(ignore_label)

    def forward(
        self, x: torch.Tensor, t: torch.Tensor, lengths: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return L."""
        ends = torch.full((len(x),), x.shape[1]) if lengths is None else lengths
        if self.reverse:
            x = torch.stack(
                [torch.cat([row[:n].flip(0), row[n:]]) for row, n in zip(x, ends, strict=True)]
            )
        hs, h, c = self.encoder(self.encoder_embedding(x), lengths=lengths)
        read = t[:, :-1]
        if self.ignore_label is not None:
            read = read.masked_fill(read == self.ignore_label, 0)
        e = self.decoder_embedding(read)
        d, *_ = self.decoder(e, h, c if self.pass_cell else None)
        within = torch.arange(x.shape[1]) < ends[:, None]
        a = self.attention(d, hs, mask=None if lengths is None else within)
        return self.loss(self.affine(torch.cat([a, d], dim=2)), t[:, 1:])


class _GatesAsTheyAre(AttentionSeq2Seq):
    """The model whose encoder has weights that were copied without reordering i, f, o, g."""

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        of_encoder = self.encoder
        with torch.no_grad():
            for weight in (of_encoder.weight_ih_l0, of_encoder.weight_hh_l0, of_encoder.bias_ih_l0):
                i, f, g, o = weight.clone().chunk(4)
                weight.copy_(torch.cat([i, f, o, g]))
        return super().forward(x, t)
