"""A vector for each word in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.gauss import Gauss
from tf_impl.initializers.initializer import Initializer, seeded


@keras.saving.register_keras_serializable(package="dl_parity")
class Embedding(keras.layers.Embedding):
    """y = W[idx], as :class:`keras.layers.Embedding`.

    Keras has no index whose row learns nothing; the rows that ``padding_idx`` gives are taken out
    of the gradient here.

    Shapes:
        idx (...) integers, embeddings (n_words, n_dims), y (..., n_dims).
    """

    def __init__(
        self,
        n_words: int,
        n_dims: int,
        padding_idx: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(
            n_words,
            n_dims,
            embeddings_initializer=seeded(initializer or Gauss(0.01), seed),
            **kwargs,
        )
        self.padding_idx, self.seed = padding_idx, seed
        self.build()
        if padding_idx is not None:
            row = tf.zeros((1, n_dims), dtype=self.embeddings.dtype)
            self.embeddings.assign(
                tf.tensor_scatter_nd_update(self.embeddings.value, [[padding_idx]], row)
            )

    def call(self, idx: tf.Tensor) -> tf.Tensor:
        """Return y (..., n_dims)."""
        y = super().call(idx)
        if self.padding_idx is None:
            return y
        learns = tf.not_equal(idx, tf.cast(self.padding_idx, idx.dtype))[..., None]
        return tf.where(learns, y, tf.stop_gradient(y))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        base = {name: config[name] for name in ("name", "trainable", "dtype")}
        return {
            **base,
            "n_words": self.input_dim,
            "n_dims": self.output_dim,
            "padding_idx": self.padding_idx,
            "initializer": config["embeddings_initializer"],
            "seed": self.seed,
        }


class _MaskZero(Embedding):
    """The layer with Keras' own ``mask_zero``, which tells other layers where the padding is."""

    def __init__(self, n_words: int, n_dims: int, **kwargs) -> None:
        super().__init__(n_words, n_dims, **kwargs)
        self.mask_zero = self.supports_masking = True


class _AfterAdam(Embedding):
    """The layer after one step of Keras' Adam on half the sum of y squared."""

    def call(self, idx: tf.Tensor) -> tf.Tensor:
        """Return y after the step, so that it shows how far the rows went."""
        variable = keras.Variable(self.embeddings.value, dtype=self.embeddings.dtype)
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.gather(variable.value, idx) ** 2) / 2
        slices = tape.gradient(loss, variable.value)  # a tf.IndexedSlices, a slice for each place
        keras.optimizers.Adam(learning_rate=0.125).apply([slices], [variable])
        return tf.gather(variable.value, idx)
