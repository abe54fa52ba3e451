"""What the initializers share: how a tensor is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf


class Initializer(keras.initializers.Initializer):
    """Draws a tensor: ``initializer(shape, seed, dtype)``.

    The seed may be given at construction instead, as to Keras' own initializers: a Keras layer
    calls with a shape and a dtype alone.
    """

    def __init__(self, seed: int | None = None) -> None:
        self.seed = seed

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return the Keras initializer that draws, with its seed."""
        raise NotImplementedError

    def __call__(
        self, shape: Sequence[int], seed: int | None = None, dtype: str | None = None
    ) -> tf.Tensor:
        """Draw a tensor of this shape; the same seed draws the same numbers."""
        return self.rule(self.seed if seed is None else seed)(shape, dtype=dtype)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {"seed": self.seed}


def seeded(
    initializer: str | dict | keras.initializers.Initializer, seed: int | None
) -> keras.initializers.Initializer:
    """Return an initializer with the seed of a layer, if the layer has one.

    A name or a configuration will do for an initializer, as everywhere in Keras.
    """
    found = keras.initializers.get(initializer)
    if seed is None:
        return found
    return type(found).from_config({**found.get_config(), "seed": seed})
