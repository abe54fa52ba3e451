"""One step of an LSTM in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.recurrent.sequences import redraw


class LSTMCell(nn.LSTMCell):
    """c_new = f c + i g, h_new = o tanh(c_new), as :class:`torch.nn.LSTMCell`.

    Its weights have the gates in the order i, f, g, o, below each other; its second bias stays 0.

    Shapes:
        x (N, n_in); h, c, h_new and c_new (N, n_hidden); weight_ih (4 n_hidden, n_in), weight_hh
        (4 n_hidden, n_hidden), bias_ih and bias_hh (4 n_hidden,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        use_bias: bool = True,
        forget_bias: float = 1.0,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_hidden, bias=use_bias)
        redraw(self, "", initializer, seed)
        if use_bias:
            nn.init.constant_(self.bias_ih[n_hidden : 2 * n_hidden], forget_bias)

    def forward(
        self, x: torch.Tensor, h: torch.Tensor, c: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (h_new, c_new)."""
        return super().forward(x, (h, c))


class _BothBiases(LSTMCell):
    """The cell with the one bias copied into both of PyTorch's."""

    def forward(
        self, x: torch.Tensor, h: torch.Tensor, c: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (h_new, c_new)."""
        with torch.no_grad():
            self.bias_hh.copy_(self.bias_ih)
        return super().forward(x, h, c)


class _GatesAsTheyAre(LSTMCell):
    """The cell with weights that were copied without reordering i, f, o, g."""

    def forward(
        self, x: torch.Tensor, h: torch.Tensor, c: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (h_new, c_new)."""
        with torch.no_grad():
            for name in ("weight_ih", "weight_hh", "bias_ih"):
                i, f, g, o = getattr(self, name).clone().chunk(4)
                getattr(self, name).copy_(torch.cat([i, f, o, g]))
        return super().forward(x, h, c)
