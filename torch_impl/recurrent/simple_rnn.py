"""The simple recurrent layer in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.recurrent.sequences import States, redraw, run


class SimpleRNN(nn.RNN):
    """h_t = f(x_t W + h_(t-1) U + b), as :class:`torch.nn.RNN`, whose second bias stays 0.

    PyTorch leaves it to the caller to carry the state from call to call, and to cut its gradient:
    both are a ``detach``. Padded sequences are packed.

    Shapes:
        x (N, T, n_in), h0 and h (N, n_hidden), y (N, T, n_hidden), lengths (N,), weight_ih_l0
        (n_hidden, n_in), weight_hh_l0 (n_hidden, n_hidden), bias_ih_l0 and bias_hh_l0
        (n_hidden,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        activation: str = "tanh",
        use_bias: bool = True,
        stateful: bool = False,
        truncate: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_hidden, bias=use_bias, nonlinearity=activation, batch_first=True)
        self.stateful, self.truncate = stateful, truncate
        self.state: torch.Tensor | None = None
        redraw(self, "_l0", initializer, seed)

    def forward(
        self,
        x: torch.Tensor,
        h0: torch.Tensor | None = None,
        lengths: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (y, h): the state at every step, and the last one."""
        if h0 is None:
            h0 = x.new_zeros(len(x), self.hidden_size) if self.state is None else self.state
        y, (h,) = run(self.steps, x, (h0[None],), lengths, self.truncate)
        if self.stateful:
            self.state = h[0].detach()
        return y, h[0]

    def steps(self, x: torch.Tensor, states: States) -> tuple[torch.Tensor, States]:
        """Return (y, states), by ``torch.nn.RNN``."""
        y, h = super().forward(x, *states)
        return y, (h,)

    def reset_state(self) -> None:
        """Forget the state that a stateful layer keeps: the next call begins with zeros."""
        self.state = None


class _BothBiases(SimpleRNN):
    """The layer with the one bias copied into both of PyTorch's."""

    def steps(self, x: torch.Tensor, states: States) -> tuple[torch.Tensor, States]:
        """Return (y, states)."""
        with torch.no_grad():
            self.bias_hh_l0.copy_(self.bias_ih_l0)
        return super().steps(x, states)
