"""The bias of relative positions in windows, in Keras."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from tf_impl.initializers.gauss import Gauss
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.recurrent.sequences import arguments


@keras.saving.register_keras_serializable(package="dl_parity")
class RelativePositionBias(keras.layers.Layer):
    """A table with a row for each way from place to place of a window, and its rows for all pairs.

    Shapes:
        B ((2w - 1)^2, n_heads), the bias (n_heads, w w, w w), whatever the inputs.
    """

    def __init__(
        self,
        w: int,
        n_heads: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(w=w, n_heads=n_heads, initializer=initializer, seed=seed)
        draw = seeded(initializer or Gauss(0.02), seed)
        self.B = self.add_weight(shape=((2 * w - 1) ** 2, n_heads), initializer=draw, name="B")
        rows, columns = np.indices((w, w)).reshape(2, -1)
        down, right = rows[:, None] - rows + w - 1, columns[:, None] - columns + w - 1
        self.way = down * (2 * w - 1) + right
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the bias."""
        return ops.transpose(ops.take(self.B, self.way, axis=0), (2, 0, 1))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
