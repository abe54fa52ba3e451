"""Keras' layers with weights that are given, so that a gradient finds its way to them."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf


def called(layer: keras.Layer, weights: list[tf.Tensor], *inputs: Any) -> Any:
    """Return what a built layer gives with these weights, in the order of its own.

    Assigned, they would be copied into its variables, and a tape would not see where they came
    from.
    """
    kept = [variable.value for variable in layer.non_trainable_variables]
    given, _ = layer.stateless_call(weights, kept, *inputs)
    return given
