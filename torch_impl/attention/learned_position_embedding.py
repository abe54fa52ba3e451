"""Learned position embeddings in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.gauss import Gauss
from torch_impl.initializers.initializer import Initializer


class LearnedPositionEmbedding(nn.Embedding):
    """y_t = x_t + P_t, by :class:`torch.nn.Embedding` of the positions 0, 1, ...

    Shapes:
        x, y (N, T, d_model); weight (P) (max_length, d_model).
    """

    def __init__(
        self,
        max_length: int,
        d_model: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(max_length, d_model)
        draw = initializer or Gauss(0.02)
        self.weight = nn.Parameter(draw((max_length, d_model), seed))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, T, d_model)."""
        positions = torch.arange(x.shape[1], device=x.device)
        return x + super().forward(positions)
