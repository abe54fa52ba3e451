"""Dropping a whole branch, example by example: stochastic depth."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.dropout import Dropout
from numpy_impl.validation import as_float, require_shape


class DropConnect(Dropout):
    """y = x m / (1 - rate), with one m for each example: 1, or 0 with probability ``rate``.

    It stands at the end of a residual branch. Where m is 0 the example skips the branch: only the
    shortcut is left, and the network is less deep. In inference y is x. EfficientNet's code calls
    it so; the DropConnect of 2013 drops single weights of a dense layer instead.

    Args:
        rate: the probability of dropping, at least 0 and less than 1.
        seed: seeds the masks; each forward pass in training draws the next one.

    Shapes:
        x, y, dy, dx (N, ...), mask (N,).

    Source:
        Huang, Sun, Liu, Sedra and Weinberger (2016), Deep networks with stochastic depth, section
        3; Tan and Le (2019), EfficientNet, section 5.2.
    """

    def __init__(self, rate: float = 0.2, seed: int | None = None) -> None:
        super().__init__(rate, seed=seed)

    def forward(
        self, x: np.ndarray, training: bool = True, mask: np.ndarray | None = None
    ) -> np.ndarray:
        """Return y; ``mask`` (1 keeps, 0 drops) is used in training, and drawn if not given."""
        x = as_float("x", x)
        require_shape("x", x, (None, *x.shape[1:]))
        self.shape, self.factor = x.shape, 1.0
        if training:
            if mask is None:
                mask = self.rng.random(len(x)) >= self.rate
            mask = np.asarray(mask)
            require_shape("mask", mask, (len(x),))
            m = mask.astype(x.dtype).reshape(-1, *[1] * (x.ndim - 1))  # one for each example
            self.factor = m / (1 - self.rate)
        return x * self.factor

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy m / (1 - rate): an example that skipped the branch sends it nothing."""
        require_shape("dy", dy, self.shape)
        return dy * self.factor
