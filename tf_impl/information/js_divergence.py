"""The Jensen-Shannon divergence in TensorFlow."""

from __future__ import annotations

import math

import tensorflow as tf

from tf_impl.information.kl_divergence import kl_divergence


def js_divergence(p: tf.Tensor, q: tf.Tensor, axis: int = -1, base: float = math.e) -> tf.Tensor:
    """Return JS(p, q), half the sum of both divergences from the mean of p and q.

    Shapes:
        p, q any, probabilities along the axis; JS as p without it.
    """
    m = (p + q) / 2
    return (kl_divergence(p, m, axis, base) + kl_divergence(q, m, axis, base)) / 2
