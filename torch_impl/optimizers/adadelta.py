"""Adadelta in PyTorch."""

from __future__ import annotations

from torch import optim


class Adadelta(optim.Adadelta):
    """:class:`torch.optim.Adadelta` as it is."""

    def __init__(self, params, lr: float = 1.0, rho: float = 0.9, epsilon: float = 1e-6) -> None:
        super().__init__(params, lr=lr, rho=rho, eps=epsilon)
