"""The forward noising of a diffusion model in Keras."""

from __future__ import annotations

import tensorflow as tf
from keras import ops


def diffusion_noising(x0: tf.Tensor, t: tf.Tensor, eps: tf.Tensor, betas: tf.Tensor) -> tf.Tensor:
    """Return x_t, with the products by ``cumprod``.

    Shapes:
        x0, eps, x_t (N, ...), t (N,), betas (T,).
    """
    alpha_bar = tf.gather(tf.math.cumprod(1 - betas), t)
    alpha_bar = ops.reshape(alpha_bar, (-1, *(1,) * (len(x0.shape) - 1)))
    return ops.sqrt(alpha_bar) * x0 + ops.sqrt(1 - alpha_bar) * eps
