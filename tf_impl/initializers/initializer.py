"""What the initializers share: how an array is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf


class Initializer:
    """Draws a tensor: ``initializer(shape, seed, dtype)``."""

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return the Keras initializer that draws, with its seed."""
        raise NotImplementedError

    def __call__(
        self, shape: Sequence[int], seed: int | None = None, dtype: str | None = None
    ) -> tf.Tensor:
        """Draw a tensor of this shape; the same seed draws the same numbers."""
        return self.rule(seed)(shape, dtype=dtype)
