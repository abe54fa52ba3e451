"""The cosine of the angle between two vectors in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class CosineSimilarity(keras.layers.Layer):
    """y = u v / (l_u l_v) along the last axis, by :func:`tf.math.l2_normalize`.

    Shapes:
        u and v (..., D), y (...).
    """

    def __init__(self, epsilon: float = 1e-8, added: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        self.epsilon, self.added = epsilon, added

    def call(self, u: tf.Tensor, v: tf.Tensor) -> tf.Tensor:
        """Return y (...)."""
        return tf.reduce_sum(self.unit(u) * self.unit(v), axis=-1)

    def unit(self, x: tf.Tensor) -> tf.Tensor:
        """Return x (..., D) divided by its length."""
        if self.added:
            return x / (tf.norm(x, axis=-1, keepdims=True) + self.epsilon)
        # Its own epsilon is the least that the square of the norm counts as.
        return tf.math.l2_normalize(x, axis=-1, epsilon=self.epsilon**2)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "epsilon": self.epsilon, "added": self.added}


class _Loss(CosineSimilarity):
    """The layer as Keras' own function, which is a loss: the smaller, the more alike."""

    def call(self, u: tf.Tensor, v: tf.Tensor) -> tf.Tensor:
        """Return -y (...)."""
        return keras.losses.cosine_similarity(u, v)
