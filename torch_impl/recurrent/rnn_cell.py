"""One step of a simple recurrent network in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.recurrent.sequences import redraw


class RNNCell(nn.RNNCell):
    """h_new = f(x W + h U + b), as :class:`torch.nn.RNNCell`, whose second bias stays 0.

    Shapes:
        x (N, n_in), h (N, n_hidden), weight_ih (n_hidden, n_in), weight_hh (n_hidden, n_hidden),
        bias_ih and bias_hh (n_hidden,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        activation: str = "tanh",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_hidden, bias=use_bias, nonlinearity=activation)
        redraw(self, "", initializer, seed)


class _BothBiases(RNNCell):
    """The cell with the one bias copied into both of PyTorch's."""

    def forward(self, x: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
        """Return h_new."""
        with torch.no_grad():
            self.bias_hh.copy_(self.bias_ih)
        return super().forward(x, h)
