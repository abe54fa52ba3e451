"""Activation functions in PyTorch; autograd finds the derivatives."""

from __future__ import annotations

import torch
from torch import nn


class Step(nn.Module):
    """y = 1 where x > 0, else 0, as :func:`torch.heaviside` with the value 0 at 0."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y, of the shape of x."""
        # torch.heaviside refuses to be differentiated, so x is detached: dx is 0.
        return torch.heaviside(x.detach(), x.new_zeros(()))


class Identity(nn.Identity):
    """y = x, as :class:`torch.nn.Identity`."""


class Sigmoid(nn.Sigmoid):
    """y = 1 / (1 + exp(-x)), as :class:`torch.nn.Sigmoid`."""


class Tanh(nn.Tanh):
    """y = tanh(x), as :class:`torch.nn.Tanh`."""


class ReLU(nn.ReLU):
    """y = max(x, 0), as :class:`torch.nn.ReLU`; the derivative at 0 is 0."""


class LeakyReLU(nn.LeakyReLU):
    """y = x where x > 0, else slope x, as :class:`torch.nn.LeakyReLU`.

    The derivative at 0 is the slope.
    """

    def __init__(self, slope: float = 0.01) -> None:
        super().__init__(negative_slope=slope)


class PReLU(nn.PReLU):
    """y = x where x > 0, else a x with a learned slope a, as :class:`torch.nn.PReLU`.

    The derivative at 0 is a.

    Shapes:
        weight (n_channels,); x, y: any with one slope, else (N, n_channels, ...).
    """

    def __init__(self, n_channels: int = 1, init: float = 0.25) -> None:
        super().__init__(num_parameters=n_channels, init=init)


class ELU(nn.ELU):
    """y = x where x > 0, else alpha (exp(x) - 1), as :class:`torch.nn.ELU`.

    The derivative at 0 is alpha.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__(alpha=alpha)


class GELU(nn.GELU):
    """y = x Phi(x), as :class:`torch.nn.GELU`; ``approximate`` is its ``"tanh"``."""

    def __init__(self, approximate: bool = False) -> None:
        super().__init__(approximate="tanh" if approximate else "none")


class Softplus(nn.Softplus):
    """y = log(1 + exp(x)), as :class:`torch.nn.Softplus`."""

    def __init__(self) -> None:
        # Above the threshold y is x itself. With the default 20 that is off by up to 2e-9; from
        # 40 on it is exact in float64.
        super().__init__(threshold=40.0)


class Softmax(nn.Softmax):
    """y_i = exp(x_i) / sum_j exp(x_j) along one axis, as :class:`torch.nn.Softmax`."""

    def __init__(self, axis: int = -1) -> None:
        super().__init__(dim=axis)


class LogSoftmax(nn.LogSoftmax):
    """y_i = x_i - log(sum_j exp(x_j)) along one axis, as :class:`torch.nn.LogSoftmax`."""

    def __init__(self, axis: int = -1) -> None:
        super().__init__(dim=axis)
