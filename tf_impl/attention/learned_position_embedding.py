"""Learned position embeddings in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.initializers.gauss import Gauss
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.recurrent.sequences import arguments


@keras.saving.register_keras_serializable(package="dl_parity")
class LearnedPositionEmbedding(keras.layers.Layer):
    """y_t = x_t + P_t, by :class:`keras.layers.Embedding` of the positions 0, 1, ...

    Shapes:
        x, y (N, T, d_model); embedding.embeddings (P) (max_length, d_model).
    """

    def __init__(
        self,
        max_length: int,
        d_model: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            max_length=max_length, d_model=d_model, initializer=initializer, seed=seed
        )
        self.embedding = keras.layers.Embedding(
            max_length,
            d_model,
            embeddings_initializer=seeded(initializer or Gauss(0.02), seed),
            dtype=kwargs.get("dtype"),
        )
        self.embedding.build()

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, T, d_model)."""
        return inputs + self.embedding(ops.arange(inputs.shape[1]))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
