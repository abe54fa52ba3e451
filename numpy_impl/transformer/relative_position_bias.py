"""The bias of relative positions in windows."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer


class RelativePositionBias(Layer):
    """A number for each head and each way from one place of a window to another.

        bias_ab = B[way from b to a], where ways are counted row by row

    From place to place of a window there are 2w - 1 ways up and down and as many to the sides, so
    that pairs of places which lie alike share their number.

    Shapes:
        bias, dbias (n_heads, w w, w w); B ((2w - 1)^2, n_heads).
    """

    def __init__(
        self,
        way: np.ndarray,
        n_ways: int,
        n_heads: int,
        initializer: Initializer | None,
        seed: int | None,
    ) -> None:
        super().__init__()
        draw = initializer or Gauss(0.02)
        self.params["B"] = draw((n_ways, n_heads), seed)
        self.way = way

    def forward(self) -> np.ndarray:
        """Return the bias (n_heads, w w, w w)."""
        return self.params["B"][self.way].transpose(2, 0, 1)

    def backward(self, dbias: np.ndarray) -> None:
        """Fill the gradient of B: a way adds up what came of all pairs that it joins."""
        self.grads["B"] = np.zeros(self.params["B"].shape, dbias.dtype)
        np.add.at(self.grads["B"], self.way, dbias.transpose(1, 2, 0))
