"""How much of the input one output sees, in TensorFlow: asked of the gradient."""

from __future__ import annotations

import numpy as np
import tensorflow as tf


def receptive_field(
    kernel: tf.Tensor,
    stride: tf.Tensor | None = None,
    dilation: tf.Tensor | None = None,
    padding: tf.Tensor | None = None,
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return where the gradients of two neighbouring outputs of convolutions of ones are not 0.

    Shapes:
        kernel, stride, dilation, padding and the three results (L,).
    """
    k = kernel.numpy()
    s, d = (np.ones_like(k) if v is None else v.numpy() for v in (stride, dilation))
    p = np.zeros_like(k) if padding is None else padding.numpy()
    long = 4 * int(np.prod(s)) * (1 + int((k * d).sum()))
    x = tf.ones((1, long, 1), tf.float64)
    rows = []
    for layers in range(1, len(k) + 1):
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(x)
            y = x
            for i in range(layers):
                y = tf.pad(y, ((0, 0), (p[i], p[i]), (0, 0)))
                spread = np.zeros((d[i] * (k[i] - 1) + 1, 1, 1))
                spread[:: d[i]] = 1  # no kernel on a CPU goes back through a dilation
                y = tf.nn.conv1d(y, spread, int(s[i]), "VALID")
            o = y.shape[1] // 2
            outputs = (y[0, o, 0], y[0, o + 1, 0])
        (first, last), (following, _) = (_seen(tape.gradient(out, x)) for out in outputs)
        rows.append((last - first + 1, following - first, first - o * (following - first)))
    size, jump, start = tf.unstack(tf.reshape(tf.constant(rows, tf.int64), (-1, 3)), axis=1)
    return size, jump, start


def _seen(gradient: tf.Tensor) -> tuple[int, int]:
    """Return the first and the last pixel of a gradient that is not 0."""
    places = np.flatnonzero(gradient.numpy()[0, :, 0])
    return int(places[0]), int(places[-1])
