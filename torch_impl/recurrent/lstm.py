"""The LSTM layer in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.recurrent.sequences import States, redraw, run


class LSTM(nn.LSTM):
    """c_t = f c_(t-1) + i g, h_t = o tanh(c_t), as :class:`torch.nn.LSTM`.

    Its weights have the gates in the order i, f, g, o, below each other; its second bias stays 0.
    PyTorch leaves it to the caller to carry the state from call to call, and to cut its gradient:
    both are a ``detach``. Padded sequences are packed.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (N, n_hidden); y (N, T, n_hidden), lengths (N,),
        weight_ih_l0 (4 n_hidden, n_in), weight_hh_l0 (4 n_hidden, n_hidden), bias_ih_l0 and
        bias_hh_l0 (4 n_hidden,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        use_bias: bool = True,
        forget_bias: float = 1.0,
        stateful: bool = False,
        truncate: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_hidden, bias=use_bias, batch_first=True)
        self.stateful, self.truncate = stateful, truncate
        self.state: tuple[torch.Tensor, torch.Tensor] | None = None
        redraw(self, "_l0", initializer, seed)
        if use_bias:
            nn.init.constant_(self.bias_ih_l0[n_hidden : 2 * n_hidden], forget_bias)

    def forward(
        self,
        x: torch.Tensor,
        h0: torch.Tensor | None = None,
        c0: torch.Tensor | None = None,
        lengths: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return (y, h, c): h at every step, and the last h and c."""
        zeros = x.new_zeros(len(x), self.hidden_size)
        kept = self.state or (zeros, zeros)
        first = (kept[0] if h0 is None else h0)[None], (kept[1] if c0 is None else c0)[None]
        y, (h, c) = run(self.steps, x, first, lengths, self.truncate)
        if self.stateful:
            self.state = h[0].detach(), c[0].detach()
        return y, h[0], c[0]

    def steps(self, x: torch.Tensor, states: States) -> tuple[torch.Tensor, States]:
        """Return (y, states), by ``torch.nn.LSTM``."""
        return super().forward(x, states)

    def reset_state(self) -> None:
        """Forget the state that a stateful layer keeps: the next call begins with zeros."""
        self.state = None


class _BothBiases(LSTM):
    """The layer with the one bias copied into both of PyTorch's."""

    def steps(self, x: torch.Tensor, states: States) -> tuple[torch.Tensor, States]:
        """Return (y, states)."""
        with torch.no_grad():
            self.bias_hh_l0.copy_(self.bias_ih_l0)
        return super().steps(x, states)


class _GatesAsTheyAre(LSTM):
    """The layer with weights that were copied without reordering i, f, o, g."""

    def steps(self, x: torch.Tensor, states: States) -> tuple[torch.Tensor, States]:
        """Return (y, states)."""
        with torch.no_grad():
            for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0"):
                i, f, g, o = getattr(self, name).clone().chunk(4)
                getattr(self, name).copy_(torch.cat([i, f, o, g]))
        return super().steps(x, states)


class _BiasesAsTheyStart(LSTM):
    """The layer with its two biases as ``torch.nn.LSTM`` draws them: no gate begins open."""

    def __init__(self, n_in: int, n_hidden: int) -> None:
        super().__init__(n_in, n_hidden)
        draw, bound = torch.Generator().manual_seed(1), n_hidden**-0.5
        for bias in (self.bias_ih_l0, self.bias_hh_l0):
            nn.init.uniform_(bias, -bound, bound, generator=draw)
