"""The LSTM with peepholes in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.recurrent.sequences import States, run_steps
from torch_impl.seeds import spawned


class LSTMPeephole(nn.Module):
    """An LSTM whose gates see the cell; PyTorch has none, so a step is composed.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (N, n_hidden); y (N, T, n_hidden), lengths (N,), W
        (4 n_hidden, n_in), U (4 n_hidden, n_hidden), b (4 n_hidden,), with i, f, o, g below each
        other, p (3, n_hidden) for i, f, o.
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
        super().__init__()
        draw = initializer or GlorotUniform()
        (own,) = spawned(seed, 1)
        self.W = nn.Parameter(draw((4 * n_hidden, n_in), seed))
        self.U = nn.Parameter(draw((4 * n_hidden, n_hidden), own))
        self.p = nn.Parameter(torch.zeros(3, n_hidden))
        self.b = None
        if use_bias:
            self.b = nn.Parameter(torch.zeros(4 * n_hidden))
            nn.init.constant_(self.b[n_hidden : 2 * n_hidden], forget_bias)

    def forward(
        self,
        x: torch.Tensor,
        h0: torch.Tensor | None = None,
        c0: torch.Tensor | None = None,
        lengths: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return (y, h, c): h at every step, and the last h and c."""
        zeros = x.new_zeros(len(x), self.p.shape[1])
        first = zeros if h0 is None else h0, zeros if c0 is None else c0
        y, (h, c) = run_steps(self.step, x, first, lengths)
        return y, h, c

    def step(self, x: torch.Tensor, states: States) -> States:
        """Return the next h and c."""
        h, c = states
        p_i, p_f, p_o = self.p
        a_i, a_f, a_o, a_g = (F.linear(x, self.W, self.b) + F.linear(h, self.U)).chunk(4, dim=-1)
        i, f = torch.sigmoid(a_i + p_i * c), torch.sigmoid(a_f + p_f * c)
        c_new = f * c + i * torch.tanh(a_g)
        o = torch.sigmoid(a_o + p_o * c_new)
        return o * torch.tanh(c_new), c_new
