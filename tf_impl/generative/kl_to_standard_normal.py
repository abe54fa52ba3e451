"""The KL divergence of a diagonal Gaussian from the standard normal in Keras."""

from __future__ import annotations

import tensorflow as tf
from keras import ops

from tf_impl.losses.reducing import reduced


def kl_to_standard_normal(mu: tf.Tensor, log_var: tf.Tensor, reduction: str = "mean") -> tf.Tensor:
    """Return KL(N(mu, sigma^2) || N(0, 1)); Keras has no function for it.

    Shapes:
        mu, log_var (..., n_latent); KL a scalar, or (...) with ``reduction="none"``.
    """
    each = (ops.square(mu) + ops.exp(log_var) - 1 - log_var) / 2
    return reduced(ops.sum(each, axis=-1), reduction)
