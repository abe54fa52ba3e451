"""Dropout."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_choice, require_fraction, require_shape


class Dropout(Layer):
    """y = x m, with m a random mask that drops each element with probability ``rate``.

    A dropped element is 0, so the expectation of x m is (1 - rate) x. Two scalings keep training
    and inference at one level:

    - ``"inverted"``: training divides by 1 - rate, inference is the identity;
    - ``"taught"``: training leaves x m as it is, inference multiplies by 1 - rate.

    Args:
        rate: the probability of dropping, at least 0 and less than 1.
        scaling: ``"inverted"``, as in the frameworks, or ``"taught"``, as in the first paper.
        seed: seeds the masks; each forward pass in training draws the next one.

    Shapes:
        x, mask, y, dy, dx: any, all the same.

    Source:
        Srivastava et al. (2014), Dropout: a simple way to prevent neural networks from
        overfitting, JMLR 15: section 4 for the taught scaling, section 10 for the inverted one.
    """

    def __init__(
        self, rate: float = 0.5, scaling: str = "inverted", seed: int | None = None
    ) -> None:
        super().__init__()
        require_fraction("rate", rate)
        require_choice("scaling", scaling, ("inverted", "taught"))
        self.rate, self.scaling = float(rate), scaling
        self.rng = np.random.default_rng(seed)

    def forward(
        self, x: np.ndarray, training: bool = True, mask: np.ndarray | None = None
    ) -> np.ndarray:
        """Return y; ``mask`` (1 keeps, 0 drops) is used in training, and drawn if not given."""
        x = as_float("x", x)
        self.shape = x.shape
        keep = 1 - self.rate
        self.factor: np.ndarray | float
        if training:
            if mask is None:
                mask = self.rng.random(x.shape) >= self.rate
            mask = np.asarray(mask)
            require_shape("mask", mask, x.shape)
            self.factor = mask.astype(x.dtype)
            if self.scaling == "inverted":
                self.factor = self.factor / keep
        elif self.scaling == "inverted":
            self.factor = 1.0
        else:
            self.factor = keep
        return x * self.factor

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: what was dropped gets no gradient, the rest the factor of the way there."""
        require_shape("dy", dy, self.shape)
        return dy * self.factor
