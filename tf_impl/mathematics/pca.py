"""Principal component analysis in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def pca(x: tf.Tensor, n_components: int) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return (z, V, variance), by :func:`tf.linalg.svd` of the centred examples.

    Shapes:
        x (N, D); z (N, n_components), V (D, n_components), variance (n_components,).
    """
    centred = x - tf.reduce_mean(x, axis=0)
    s, _, V = tf.linalg.svd(centred)
    V = V[:, :n_components]
    largest = tf.gather(tf.transpose(V), tf.argmax(tf.abs(V), axis=0), batch_dims=1)
    V *= tf.sign(largest)
    return centred @ V, V, s[:n_components] ** 2 / (len(x) - 1)
