"""Keras' epsilon, for the time of one loss."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keras


@contextmanager
def clipping_at(epsilon: float) -> Iterator[None]:
    """Have Keras clip at ``epsilon`` meanwhile: it takes this from a global setting alone."""
    before = keras.config.epsilon()
    keras.config.set_epsilon(epsilon)
    try:
        yield
    finally:
        keras.config.set_epsilon(before)
