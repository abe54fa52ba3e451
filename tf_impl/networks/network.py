"""What the networks in Keras share: layers that run one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.dropout import Dropout
from tf_impl.seeds import next_of


class Network(keras.Model):
    """A model of named parts, in the order in which they were added.

    Each network keeps the arguments of its constructor in ``arguments``.
    """

    def __init__(self, seed: int | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.arguments: dict[str, Any] = {}
        self.order: list[str] = []
        self._seeds = None if seed is None else np.random.SeedSequence(seed)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = {**super().get_config(), **self.arguments}
        if isinstance(config["initializer"], keras.initializers.Initializer):
            config["initializer"] = keras.initializers.serialize(config["initializer"])
        return config

    def next_seed(self) -> int | None:
        """Return a seed for one part, which no other part and no network of another seed has."""
        return None if self._seeds is None else next_of(self._seeds)

    def add(self, name: str, layer: keras.Layer, shape: tuple | None = None) -> None:
        """Keep ``layer`` under ``name``; build it for inputs of a shape if it needs that."""
        setattr(self, name, layer)
        self.order.append(name)
        if shape is not None:
            layer.build(shape)

    def run(
        self,
        names: Sequence[str],
        x: tf.Tensor,
        training: bool | None = None,
        masks: Mapping[str, tf.Tensor] | None = None,
    ) -> tf.Tensor:
        """Run the named parts on x, one after another."""
        for name in names:
            layer = getattr(self, name)
            if isinstance(layer, Dropout):
                x = layer(x, training=training, mask=(masks or {}).get(name))
            elif isinstance(layer, BatchNorm | Network):
                x = layer(x, training=training)
            else:
                x = layer(x)
        return x

    def penalty(self) -> float:
        """Return what regularization adds to the loss: nothing."""
        return 0.0


class Sequential(Network):
    """Layers that run in the order in which they were added.

    ``size`` is the shape of one example, channels last, behind the layers so far, found by
    running a zero. ``input_shape`` is given as (C, H, W), like that of the NumPy twin.
    """

    def __init__(
        self, input_shape: Sequence[int] | None = None, seed: int | None = None, **kwargs
    ) -> None:
        super().__init__(seed, **kwargs)
        self.size = None if input_shape is None else (*input_shape[1:], input_shape[0])
        self.built = True

    def add(self, name: str, layer: keras.Layer, shape: tuple | None = None) -> None:
        """Put ``layer`` behind the others."""
        super().add(name, layer, shape)
        if self.size is not None:
            self.size = tuple(self.run([name], tf.zeros((1, *self.size), layer.dtype)).shape[1:])

    def call(
        self,
        inputs: tf.Tensor,
        training: bool | None = None,
        masks: Mapping[str, tf.Tensor] | None = None,
    ) -> tf.Tensor:
        """Return what the last layer gives; ``masks`` are replayed by the dropout layers."""
        return self.run(self.order, inputs, training, masks)
