"""One step of a table of values."""

from __future__ import annotations

import tensorflow as tf


def moved_towards(
    Q: tf.Tensor, s: tf.Tensor, a: tf.Tensor, y: tf.Tensor, lr: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the table with lr (y - Q(s, a)) added at (s, a), and y - Q(s, a).

    Shapes:
        Q (S, A); s, a, y and lr scalars.
    """
    delta = y - Q[s, a]
    return tf.tensor_scatter_nd_add(Q, [[s, a]], [lr * delta]), delta
