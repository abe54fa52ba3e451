"""One step of a GRU in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.recurrent.gru_steps import reset_before, with_z_negated
from torch_impl.recurrent.sequences import redraw


class GRUCell(nn.GRUCell):
    """A GRU's step; with ``reset="after"`` that of :class:`torch.nn.GRUCell`.

    PyTorch's z is the share of the old state, so that z_weighs="new" changes the sign of its
    weights. Reset before the product, which PyTorch cannot express, is composed, and has no
    second bias.

    Shapes:
        x (N, n_in), h and h_new (N, n_hidden), weight_ih (3 n_hidden, n_in), weight_hh
        (3 n_hidden, n_hidden), bias_ih and bias_hh (3 n_hidden,), with r, z, n below each other.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        reset: str = "before",
        z_weighs: str = "new",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_hidden, bias=use_bias)
        self.reset, self.z_weighs = reset, z_weighs
        redraw(self, "", initializer, seed)
        if use_bias:
            self.bias_hh.requires_grad_(reset == "after")

    def forward(self, x: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
        """Return h_new."""
        weights = (self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        if self.reset == "before":
            return reset_before(x, h, *weights[:3], self.z_weighs)
        if self.z_weighs == "old":
            return super().forward(x, h)
        turned = [None if weight is None else with_z_negated(weight) for weight in weights]
        return torch.gru_cell(x, h, *turned)


class _ItsOwnZ(GRUCell):
    """The cell with weights that were copied without changing the sign of z."""

    def forward(self, x: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
        """Return h_new."""
        return nn.GRUCell.forward(self, x, h)
