"""PReLU (parametric ReLU) in PyTorch."""

from __future__ import annotations

from torch import nn


class PReLU(nn.PReLU):
    """y = x where x > 0, else a x with a learned slope a, as :class:`torch.nn.PReLU`.

    The derivative at 0 is a.

    Shapes:
        weight (n_channels,); x, y: any with one slope, else (N, n_channels, ...).
    """

    def __init__(self, n_channels: int = 1, init: float = 0.25) -> None:
        super().__init__(num_parameters=n_channels, init=init)
