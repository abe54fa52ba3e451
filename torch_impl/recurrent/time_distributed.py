"""One dense layer at every step of a sequence in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense


class TimeDistributed(Dense):
    """y_t = x_t W + b: :class:`torch.nn.Linear` acts on the last axis, so on every step alike.

    Shapes:
        x (N, T, n_in), weight (n_out, n_in), bias (n_out,), y (N, T, n_out), lengths (N,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_out, use_bias, initializer, seed)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor | None = None) -> torch.Tensor:
        """Return y, which is 0 behind the end of a sequence."""
        y = super().forward(x)
        if lengths is None:
            return y
        within = torch.arange(x.shape[1]) < lengths[:, None]
        return torch.where(within[:, :, None], y, torch.zeros_like(y))
