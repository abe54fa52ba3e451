"""Value iteration in Keras."""

from __future__ import annotations

import math

import tensorflow as tf


def value_iteration(
    P: tf.Tensor, R: tf.Tensor, gamma: float = 0.99, sweeps: int | None = None
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return V and Q sweep by sweep; without a number of sweeps until gamma^n is below 1e-17.

    Shapes:
        P (S, A, S), R and Q (S, A), V (S,).
    """
    if sweeps is None:
        sweeps = 2 if gamma == 0 else math.ceil(math.log(1e-17) / math.log(gamma))
    V = tf.zeros(len(R), dtype=R.dtype)
    for _ in range(sweeps):
        Q = R + gamma * tf.linalg.matvec(P, V)
        V = tf.reduce_max(Q, axis=1)
    return V, Q
