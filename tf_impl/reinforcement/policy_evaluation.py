"""Policy evaluation in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def policy_evaluation(
    P: tf.Tensor,
    R: tf.Tensor,
    pi: tf.Tensor,
    gamma: float = 0.99,
    sweeps: int | None = None,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return V and Q by :func:`keras.ops.solve`, or sweep by sweep over all actions.

    Shapes:
        P (S, A, S), R, pi and Q (S, A), V (S,).
    """
    if sweeps is None:
        P_pi = keras.ops.einsum("sa,sat->st", pi, P)
        R_pi = keras.ops.sum(pi * R, axis=1)
        V = keras.ops.solve(keras.ops.eye(len(R), dtype=R.dtype) - gamma * P_pi, R_pi)
    else:
        V = keras.ops.zeros(len(R), dtype=R.dtype)
        for _ in range(sweeps):
            V = keras.ops.sum(pi * (R + gamma * keras.ops.matmul(P, V)), axis=1)
    return V, R + gamma * keras.ops.matmul(P, V)
