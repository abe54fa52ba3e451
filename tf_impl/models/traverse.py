"""A recursive network on a binary tree in Keras."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf


def traverse(node: Any, leaves: tf.Tensor, W: tf.Tensor) -> tf.Tensor:
    """Return the vector of a node: a leaf's own, or tanh of W times its children's.

    Shapes:
        leaves (n, D), W (D, 2D), v (D,).
    """
    if not isinstance(node, dict):
        return leaves[node]
    left, right = (traverse(node[side], leaves, W) for side in ("left", "right"))
    return keras.ops.tanh(keras.ops.matmul(W, keras.ops.concatenate([left, right])))
