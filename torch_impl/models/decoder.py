"""The decoder in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.embedding.embedding import Embedding
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense
from torch_impl.recurrent.lstm_cell import LSTMCell
from torch_impl.recurrent.rnn_cell import RNNCell
from torch_impl.seeds import spawned

_CELLS = {"simple_rnn": RNNCell, "lstm": LSTMCell}


class Decoder(nn.Module):
    """:class:`torch.nn.RNNCell` or ``LSTMCell``, step by step, and a ``Linear``.

    Shapes:
        x (N, T) integers; h0, c0, h and c (N, n_hidden); y (N, T, vocab).
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        layer: str = "lstm",
        peeky: bool = False,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        of_E, of_cell, of_V = spawned(seed, 3)
        seen = n_hidden if peeky else 0
        self.peeky, self.lstm = peeky, layer == "lstm"
        self.embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E)
        self.cell = _CELLS[layer](seen + emb, n_hidden, initializer=initializer, seed=of_cell)
        self.affine = Dense(seen + n_hidden, vocab, initializer=initializer, seed=of_V)

    def forward(
        self, x: torch.Tensor, h0: torch.Tensor, c0: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, ...]:
        """Return (y, h), and c of an LSTM."""
        states = (h0,)
        if self.lstm:
            states = (h0, torch.zeros_like(h0) if c0 is None else c0)
        ys = []
        for e in self.embedding(x).unbind(dim=1):
            after = self.cell(self.beside(h0, e), *states)
            states = after if self.lstm else (after,)
            ys.append(self.affine(self.beside(h0, states[0])))
        return (torch.stack(ys, dim=1), *states)

    def beside(self, peek: torch.Tensor, a: torch.Tensor) -> torch.Tensor:
        """Return a, behind the encoder's state if that is in sight."""
        return torch.cat([peek, a], dim=1) if self.peeky else a


class _GatesAsTheyAre(Decoder):
    """The decoder whose cell has weights that were copied without reordering i, f, o, g."""

    def forward(
        self, x: torch.Tensor, h0: torch.Tensor, c0: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, ...]:
        """Return (y, h, c)."""
        with torch.no_grad():
            for weight in (self.cell.weight_ih, self.cell.weight_hh, self.cell.bias_ih):
                i, f, g, o = weight.clone().chunk(4)
                weight.copy_(torch.cat([i, f, o, g]))
        return super().forward(x, h0, c0)
