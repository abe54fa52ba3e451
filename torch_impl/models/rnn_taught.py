"""The course's recurrent network in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.initializers.gauss import Gauss
from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned

_ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


class RNNTaught(nn.Module):
    """z_t = f(x_t W_in + z_(t-1) W), y_t = sigmoid(z_t W_out), by three :class:`torch.nn.Linear`.

    :class:`torch.nn.RNN` has no sigmoid for its state.

    Shapes:
        x (N, T, n_in), d and y (N, T, n_out), W_in.weight (n_hidden, n_in), W_out.weight
        (n_out, n_hidden), W.weight (n_hidden, n_hidden), L a scalar.
    """

    def __init__(
        self,
        n_in: int = 2,
        n_hidden: int = 16,
        n_out: int = 1,
        activation: str = "sigmoid",
        slope_at: str = "v",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.activation, self.slope_at = activation, slope_at
        self.W_in = nn.Linear(n_in, n_hidden, bias=False)
        self.W_out = nn.Linear(n_hidden, n_out, bias=False)
        self.W = nn.Linear(n_hidden, n_hidden, bias=False)
        draw = initializer or Gauss(1.0)
        seeds = (seed, *spawned(seed, 2))
        for linear, own in zip((self.W_in, self.W_out, self.W), seeds, strict=True):
            linear.weight = nn.Parameter(draw(linear.weight.shape, own))

    def forward(self, x: torch.Tensor, d: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (L, y)."""
        z = x.new_zeros(len(x), self.W.in_features)
        ys = []
        for x_t in x.unbind(dim=1):
            z = _ACTIVATIONS[self.activation](self.W_in(x_t) + self.W(z))
            ys.append(self.activated(self.W_out(z)))
        y = torch.stack(ys, dim=1)
        return F.mse_loss(y, d, reduction="sum") / (2 * len(x)), y

    def activated(self, v: torch.Tensor) -> torch.Tensor:
        """Return sigmoid(v), with the slope that the course gives it where that is asked for."""
        y = torch.sigmoid(v)
        if self.slope_at == "v":
            return y
        at_y = torch.sigmoid(y.detach() + v - v.detach())  # its slope is the sigmoid's at y
        return y.detach() + at_y - at_y.detach()
