"""Grad-CAM in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def grad_cam(A: tf.Tensor, dA: tf.Tensor, normalize: bool = False) -> tf.Tensor:
    """Return the maps, a product of the pooled gradients and the feature maps.

    Shapes:
        A and dA (N, K, H, W); the maps (N, H, W).
    """
    A, dA = (a if a.dtype.is_floating else tf.cast(a, tf.float64) for a in (A, dA))
    alpha = tf.reduce_mean(dA, axis=(2, 3))
    cam = keras.ops.relu(tf.einsum("nk,nkhw->nhw", alpha, A))
    if normalize:
        cam = tf.math.divide_no_nan(cam, tf.reduce_max(cam, axis=(1, 2), keepdims=True))
    return cam
