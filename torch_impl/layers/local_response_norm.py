"""Local response normalization in PyTorch."""

from __future__ import annotations

from torch import nn


class LocalResponseNorm(nn.LocalResponseNorm):
    """x / (k + alpha sum of x^2)^beta, as :class:`torch.nn.LocalResponseNorm`.

    PyTorch takes the mean of x^2 in place of the sum, so its alpha is ``size`` times ours.
    """

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0) -> None:
        super().__init__(size, alpha=alpha * size, beta=beta, k=k)
