"""What the networks in Keras share: layers that run one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import keras
import tensorflow as tf

from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.dropout import Dropout


class Network(keras.Model):
    """A model of named parts, in the order in which they were added."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__()
        self.order: list[str] = []
        self._seed = seed

    def next_seed(self) -> int | None:
        """Return a seed for one layer."""
        if self._seed is None:
            return None
        self._seed += 1
        return self._seed

    def add(self, name: str, layer: keras.Layer, n_channels: int | None = None) -> None:
        """Keep ``layer`` under ``name``; build it for ``n_channels`` if it needs that."""
        setattr(self, name, layer)
        self.order.append(name)
        if n_channels is not None and not layer.built:
            layer.build((None, None, None, n_channels))

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

    def __init__(self, input_shape: Sequence[int] | None = None, seed: int | None = None) -> None:
        super().__init__(seed)
        self.size = None if input_shape is None else (*input_shape[1:], input_shape[0])
        self.built = True

    def add(self, name: str, layer: keras.Layer, n_channels: int | None = None) -> None:
        """Put ``layer`` behind the others."""
        super().add(name, layer, n_channels)
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
