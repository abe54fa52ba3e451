"""The multi-layer perceptron in Keras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.dense import Dense
from tf_impl.layers.dropout import Dropout
from tf_impl.networks.choices import ACTIVATIONS, INITIALIZERS
from tf_impl.regularizers.elastic_net import ElasticNet


class MLP(keras.Model):
    """Dense layers, each but the last followed by (normalization,) activation (and dropout).

    Shapes:
        x (N, n_in), y (N, n_out): scores, which the loss turns into probabilities.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        batch_norm: bool = False,
        dropout: float = 0.0,
        l1: float = 0.0,
        l2: float = 0.0,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        if isinstance(initializer, str):
            initializer = INITIALIZERS[initializer]()
        last = len(sizes) - 1
        self.order: list[str] = []
        for i in range(1, last + 1):
            own_seed = None if seed is None else seed + i
            normalized = batch_norm and i < last
            dense = Dense(sizes[i - 1], sizes[i], not normalized, initializer, own_seed)
            self._append(f"dense{i}", dense)
            if i == last:
                break
            if normalized:
                self._append(f"norm{i}", BatchNorm(sizes[i]), (None, sizes[i]))
            self._append(f"activation{i}", ACTIVATIONS[activation](), (None, sizes[i]))
            if dropout:
                self._append(f"dropout{i}", Dropout(dropout, seed=own_seed), (None, sizes[i]))
        self.regularizer = ElasticNet(l1, l2)
        self.penalized = bool(l1 or l2)
        self.built = True

    def _append(self, name: str, layer: keras.Layer, shape: tuple | None = None) -> None:
        setattr(self, name, layer)
        self.order.append(name)
        if shape and not layer.built:
            layer.build(shape)

    def call(
        self,
        inputs: tf.Tensor,
        training: bool | None = None,
        masks: Mapping[str, tf.Tensor] | None = None,
    ) -> tf.Tensor:
        """Return the scores (N, n_out); ``masks`` are replayed by the dropout layers they name."""
        y = inputs
        for name in self.order:
            layer = getattr(self, name)
            if isinstance(layer, Dropout):
                y = layer(y, training=training, mask=(masks or {}).get(name))
            elif isinstance(layer, BatchNorm):
                y = layer(y, training=training)
            else:
                y = layer(y)
        return y

    def penalty(self) -> tf.Tensor | float:
        """Return what the weights add to the loss; biases are never penalized."""
        if not self.penalized:
            return 0.0
        dense = [getattr(self, name) for name in self.order if name.startswith("dense")]
        return tf.add_n([self.regularizer(layer.kernel.value) for layer in dense])
