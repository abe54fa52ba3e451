"""Negative sampling in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded


@keras.saving.register_keras_serializable(package="dl_parity")
class NegativeSampling(keras.layers.Layer):
    """L = -log s(h . w_target) - sum_k log s(-h . w_k), over :class:`keras.layers.Embedding`.

    Shapes:
        h (N, n_hidden), target (N,) and negative (N, K) numbers of words, embedding.embeddings
        (n_words, n_hidden). L: a scalar, or (N,) with ``reduction="none"``.
    """

    def __init__(
        self,
        n_words: int,
        n_hidden: int,
        reduction: str = "mean",
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = {
            "n_words": n_words,
            "n_hidden": n_hidden,
            "reduction": reduction,
            "initializer": _as_data(initializer),
            "seed": seed,
        }
        drawn = seeded(initializer or GlorotUniform(), seed)
        self.embedding = keras.layers.Embedding(n_words, n_hidden, drawn, dtype=self.dtype_policy)
        self.embedding.build()
        self.reduction, self.built = reduction, True

    def call(self, h: tf.Tensor, target: tf.Tensor, negative: tf.Tensor) -> tf.Tensor:
        """Return L."""
        yes = ops.sum(self.embedding(target) * h, axis=1)
        no = ops.sum(self.embedding(negative) * h[:, None], axis=2)
        losses = -ops.log_sigmoid(yes) - ops.sum(ops.log_sigmoid(-no), axis=1)
        if self.reduction == "none":
            return losses
        return ops.sum(losses) if self.reduction == "sum" else ops.mean(losses)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}


def _as_data(initializer: Initializer | None) -> Initializer | dict | None:
    """Return an initializer as ``get_config`` gives it."""
    if isinstance(initializer, keras.initializers.Initializer):
        return keras.initializers.serialize(initializer)
    return initializer


class _NoiseContrastive(NegativeSampling):
    """Noise-contrastive estimation by ``tf.nn.nce_loss``, one set of negatives for the batch.

    Given the numbers that evenly drawn words are expected to come, it takes their logarithm from
    the scores.
    """

    def call(self, h: tf.Tensor, target: tf.Tensor, negative: tf.Tensor) -> tf.Tensor:
        """Return L for the negatives of the first example."""
        drawn = negative[0]
        n_words = self.own["n_words"]
        share = tf.cast(len(drawn) / n_words, h.dtype)
        expected = (tf.fill([len(target), 1], share), tf.fill([len(drawn)], share))
        losses = tf.nn.nce_loss(
            weights=tf.convert_to_tensor(self.embedding.embeddings),
            biases=tf.zeros([n_words], h.dtype),
            labels=tf.cast(target[:, None], tf.int64),
            inputs=h,
            num_sampled=len(drawn),
            num_classes=n_words,
            sampled_values=(tf.cast(drawn, tf.int64), *expected),
        )
        return tf.reduce_mean(losses)
