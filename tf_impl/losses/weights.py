"""Weights of each element's loss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

Weight = float | Sequence[Any]
"""A number, or rows of numbers."""


def weighed(losses: tf.Tensor, weight: Weight | None) -> tf.Tensor:
    """Return the losses times a weight that meets them element by element; None changes nothing."""
    return losses if weight is None else losses * tf.constant(weight, losses.dtype)
