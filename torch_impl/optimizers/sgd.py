"""Stochastic gradient descent in PyTorch."""

from __future__ import annotations

from torch import optim


class SGD(optim.SGD):
    """w <- w - lr (g + weight_decay w), as :class:`torch.optim.SGD` without momentum."""

    def __init__(self, params, lr: float = 0.01, weight_decay: float = 0.0) -> None:
        super().__init__(params, lr=lr, weight_decay=weight_decay)
