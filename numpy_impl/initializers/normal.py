"""What the initializers with a normal distribution share."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import TRUNCATED_STD, Initializer
from numpy_impl.validation import require_choice


class Normal(Initializer):
    """A normal distribution, on request cut off at two standard deviations as in Keras.

    Cutting the tails off narrows the distribution; its parent is widened to make up for that.
    """

    def __init__(self, truncated: bool = False) -> None:
        require_choice("truncated", truncated, (True, False))
        self.truncated = truncated
        self.distribution = "truncated_normal" if truncated else "normal"

    def std(self, shape: Sequence[int]) -> float:
        """Return the standard deviation of what is drawn."""
        raise NotImplementedError

    def scale(self, shape: Sequence[int]) -> float:
        """Return the standard deviation of the normal distribution that is drawn from."""
        std = self.std(shape)
        return std / TRUNCATED_STD if self.truncated else std
