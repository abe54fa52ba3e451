"""The negative log-likelihood of a Gaussian in Keras."""

from __future__ import annotations

import math

import tensorflow as tf
from keras import ops

from tf_impl.losses.reducing import reduced


def gaussian_nll(
    mu: tf.Tensor,
    t: tf.Tensor,
    var: tf.Tensor,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> tf.Tensor:
    """Return 1/2 (log var + (t - mu)^2 / var); Keras has no loss for it.

    Shapes:
        mu, t, var: any, all the same; L a scalar, or as mu with ``reduction="none"``.
    """
    var = var + tf.stop_gradient(tf.maximum(var, tf.constant(eps, var.dtype)) - var)
    losses = (ops.log(var) + ops.square(t - mu) / var) / 2
    return reduced(losses + (math.log(2 * math.pi) / 2 if full else 0), reduction)
