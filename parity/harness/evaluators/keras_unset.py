"""Keras' weights with no numbers in them, where others are assigned to them at once."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import tensorflow as tf


@contextlib.contextmanager
def unset() -> Iterator[None]:
    """Have layers be made with NaN in each weight, instead of numbers drawn for it.

    A draw takes as long as the making of the weight. A weight to which nothing is assigned
    afterwards shows, since NaN agrees with nothing.
    """
    plain = keras.Layer.add_weight

    def add_weight(
        layer: keras.Layer, shape: Any = (), initializer: Any = None, dtype: Any = None, **told: Any
    ) -> Any:
        if "float" in keras.backend.standardize_dtype(dtype or layer.variable_dtype):
            initializer = _nan
        return plain(layer, shape=shape, initializer=initializer, dtype=dtype, **told)

    keras.Layer.add_weight = add_weight
    try:
        yield
    finally:
        keras.Layer.add_weight = plain


def _nan(shape: Any, dtype: Any = None) -> tf.Tensor:
    dtype = keras.backend.standardize_dtype(dtype)
    # What is made in a graph is of that graph alone.
    make = _made_once if tf.executing_eagerly() else _made_once.__wrapped__
    return make(tuple(shape), dtype)


@functools.cache
def _made_once(shape: tuple[int, ...], dtype: str) -> tf.Tensor:
    return tf.fill(shape, tf.constant(np.nan, dtype))
