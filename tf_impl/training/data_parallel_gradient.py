"""The gradient of a batch that several workers share, in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def data_parallel_gradient(
    x: tf.Tensor,
    t: tf.Tensor,
    W: tf.Tensor,
    b: tf.Tensor,
    n_workers: int = 2,
    average: str = "examples",
    normalize: str = "none",
    epsilon: float = 1e-5,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (dW, db): one tape for each worker, and the mean of what they give.

    Shapes:
        x (N, D), t (N,), W (D, C), b (C,).
    """
    if normalize == "batch":
        x = _normalized(x, epsilon)
    N = len(x)
    sizes = [N // n_workers + (k < N % n_workers) for k in range(n_workers)]
    dW, db = tf.zeros_like(W), tf.zeros_like(b)
    for x_k, t_k in zip(tf.split(x, sizes), tf.split(t, sizes), strict=True):
        if normalize == "shard":
            x_k = _normalized(x_k, epsilon)
        with tf.GradientTape() as tape:
            tape.watch([W, b])
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(t_k, x_k @ W + b)
        share = tf.constant(len(x_k) / N if average == "examples" else 1 / n_workers, x.dtype)
        gW, gb = tape.gradient(loss, [W, b])
        dW, db = dW + share * gW, db + share * gb
    return dW, db


def _normalized(x: tf.Tensor, epsilon: float) -> tf.Tensor:
    mean, variance = tf.nn.moments(x, axes=[0])
    return tf.nn.batch_normalization(x, mean, variance, None, None, epsilon)
