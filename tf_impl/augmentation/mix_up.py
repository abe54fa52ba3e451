"""Mixup in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def mix_up(
    x: tf.Tensor, t: tf.Tensor, partner: tf.Tensor, mix: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return each example mixed with its partner, and its target likewise.

    ``keras.layers.MixUp`` draws both for itself.

    Shapes:
        x (N, ...), t (N, C), partner and mix (N,); the results as x and t.
    """

    def mixed(a: tf.Tensor) -> tf.Tensor:
        own = tf.reshape(mix, [-1] + [1] * (len(a.shape) - 1))
        return own * a + (1 - own) * tf.gather(a, partner)

    return mixed(x), mixed(t)
