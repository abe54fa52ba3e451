"""The reparameterization trick in Keras."""

from __future__ import annotations

import tensorflow as tf
from keras import ops


def reparameterize(mu: tf.Tensor, log_var: tf.Tensor, eps: tf.Tensor) -> tf.Tensor:
    """Return z = mu + sigma eps; the tape goes through both.

    Shapes:
        mu, log_var, eps and z (..., n_latent).
    """
    return mu + ops.exp(log_var / 2) * eps
