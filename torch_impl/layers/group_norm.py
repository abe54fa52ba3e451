"""Group normalization in PyTorch."""

from __future__ import annotations

from torch import nn


class GroupNorm(nn.GroupNorm):
    """Normalizes each group of channels of each example, as :class:`torch.nn.GroupNorm`.

    Shapes:
        x (N, C, ...); weight (gamma), bias (beta) (C,).
    """

    def __init__(
        self, n_groups: int, n_channels: int, epsilon: float = 1e-5, affine: bool = True
    ) -> None:
        super().__init__(n_groups, n_channels, eps=epsilon, affine=affine)
