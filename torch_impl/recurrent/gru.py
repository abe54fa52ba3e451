"""The GRU layer in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.func import functional_call

from torch_impl.initializers.initializer import Initializer
from torch_impl.recurrent.gru_steps import reset_before, with_z_negated
from torch_impl.recurrent.sequences import States, redraw, run, run_steps


class GRU(nn.GRU):
    """A GRU; with ``reset="after"`` that of :class:`torch.nn.GRU`.

    PyTorch's z is the share of the old state, so that z_weighs="new" changes the sign of its
    weights. Reset before the product, which PyTorch cannot express, is composed step by step, and
    has no second bias.

    Shapes:
        x (N, T, n_in), h0 and h (N, n_hidden), y (N, T, n_hidden), lengths (N,), weight_ih_l0
        (3 n_hidden, n_in), weight_hh_l0 (3 n_hidden, n_hidden), bias_ih_l0 and bias_hh_l0
        (3 n_hidden,), with r, z, n below each other.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        reset: str = "before",
        z_weighs: str = "new",
        use_bias: bool = True,
        stateful: bool = False,
        truncate: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_hidden, bias=use_bias, batch_first=True)
        self.reset, self.z_weighs = reset, z_weighs
        self.stateful, self.truncate = stateful, truncate
        self.state: torch.Tensor | None = None
        redraw(self, "_l0", initializer, seed)
        if use_bias:
            self.bias_hh_l0.requires_grad_(reset == "after")

    def forward(
        self,
        x: torch.Tensor,
        h0: torch.Tensor | None = None,
        lengths: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (y, h): the state at every step, and the last one."""
        if h0 is None:
            h0 = x.new_zeros(len(x), self.hidden_size) if self.state is None else self.state
        if self.reset == "before":
            y, (h,) = run_steps(self.step, x, (h0,), lengths, self.truncate)
        else:
            y, ((h,),) = run(self.steps, x, (h0[None],), lengths, self.truncate)
        if self.stateful:
            self.state = h.detach()
        return y, h

    def step(self, x: torch.Tensor, states: States) -> States:
        """Return the next state, with the reset before the product."""
        bias = self.bias_ih_l0 if self.bias else None
        (h,) = states
        return (reset_before(x, h, self.weight_ih_l0, self.weight_hh_l0, bias, self.z_weighs),)

    def steps(self, x: torch.Tensor, states: States) -> tuple[torch.Tensor, States]:
        """Return (y, states), by ``torch.nn.GRU``."""
        if self.z_weighs == "old":
            y, h = super().forward(x, *states)
            return y, (h,)
        plain = nn.GRU(self.input_size, self.hidden_size, bias=self.bias, batch_first=True)
        turned = {name: with_z_negated(weight) for name, weight in self.named_parameters()}
        y, h = functional_call(plain, turned, (x, *states))
        return y, (h,)

    def reset_state(self) -> None:
        """Forget the state that a stateful layer keeps: the next call begins with zeros."""
        self.state = None


class _ItsOwnZ(GRU):
    """The layer with weights that were copied without changing the sign of z."""

    def steps(self, x: torch.Tensor, states: States) -> tuple[torch.Tensor, States]:
        """Return (y, states)."""
        y, h = nn.GRU.forward(self, x, *states)
        return y, (h,)
