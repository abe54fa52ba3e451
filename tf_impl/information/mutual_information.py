"""Mutual information in TensorFlow."""

from __future__ import annotations

import math

import tensorflow as tf

from tf_impl.information.kl_divergence import kl_divergence


def mutual_information(P: tf.Tensor, base: float = math.e) -> tf.Tensor:
    """Return I(X; Y), the KL divergence of the joint from the product of the marginals.

    Shapes:
        P (..., X, Y), probabilities over both; I (...).
    """
    rows = tf.reduce_sum(P, axis=-1, keepdims=True)
    independent = rows * tf.reduce_sum(P, axis=-2, keepdims=True)
    flat = [*P.shape[:-2], P.shape[-2] * P.shape[-1]]
    return kl_divergence(tf.reshape(P, flat), tf.reshape(independent, flat), base=base)
