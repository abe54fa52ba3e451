"""The evidence lower bound of a variational autoencoder in Keras."""

from __future__ import annotations

import math

import tensorflow as tf
from keras import ops

from tf_impl.generative.kl_to_standard_normal import kl_to_standard_normal
from tf_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from tf_impl.losses.reducing import reduced


def evidence_lower_bound(
    x: tf.Tensor,
    x_hat: tf.Tensor,
    mu: tf.Tensor,
    log_var: tf.Tensor,
    likelihood: str = "bernoulli",
    reduction: str = "mean",
    constant: bool = True,
    as_loss: bool = False,
) -> tf.Tensor:
    """Return the bound, by :class:`keras.losses.BinaryCrossentropy` or squared errors.

    Shapes:
        x, x_hat (..., n); mu, log_var (..., n_latent); the bound a scalar, or (...) with
        ``reduction="none"``.
    """
    if likelihood == "bernoulli":
        log_p = -ops.sum(BinaryCrossEntropy("none")(x, x_hat), axis=-1)
    else:
        log_p = -ops.sum(ops.square(x - x_hat), axis=-1) / 2
        if constant:
            log_p = log_p - x.shape[-1] / 2 * math.log(2 * math.pi)
    bound = log_p - kl_to_standard_normal(mu, log_var, "none")
    return reduced(-bound if as_loss else bound, reduction)
