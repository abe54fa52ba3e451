"""Patch embedding of a Vision Transformer in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense


class PatchEmbedding(nn.Module):
    """y = [cls; patches W + b], by :class:`torch.nn.Unfold`, which flattens (C, p, p).

    Shapes:
        x (N, C, H, W); linear.weight (d_model, C p p), linear.bias and cls (d_model,);
        y (N, 1 + n, d_model), without the CLS token (N, n, d_model).
    """

    def __init__(
        self,
        in_channels: int,
        patch_size: int,
        d_model: int,
        cls_token: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.unfold = nn.Unfold(patch_size, stride=patch_size)
        self.linear = Dense(
            in_channels * patch_size * patch_size, d_model, initializer=initializer, seed=seed
        )
        self.cls = nn.Parameter(torch.zeros(d_model)) if cls_token else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y."""
        y = self.linear(self.unfold(x).mT)
        if self.cls is None:
            return y
        return torch.cat([self.cls.expand(len(x), 1, -1), y], dim=1)
