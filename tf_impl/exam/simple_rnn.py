"""The exam's weights in a SimpleRNNCell."""

from __future__ import annotations

import keras
import tensorflow as tf


def assign(cell: keras.layers.SimpleRNNCell, W: tf.Tensor, U: tf.Tensor) -> None:
    """Give a cell its weights; Keras keeps them transposed."""
    cell.kernel.assign(tf.transpose(W))
    cell.recurrent_kernel.assign(tf.transpose(U))
