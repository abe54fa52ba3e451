"""Layer normalization in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from torch import nn


class LayerNorm(nn.LayerNorm):
    """Normalizes each example over its trailing axes, as :class:`torch.nn.LayerNorm`.

    Shapes:
        x (..., *normalized_shape); weight (gamma), bias (beta) (*normalized_shape).
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        epsilon: float = 1e-5,
        affine: bool = True,
        use_beta: bool = True,
    ) -> None:
        shape = np.atleast_1d(normalized_shape).tolist()
        super().__init__(shape, eps=epsilon, elementwise_affine=affine, bias=use_beta)
