"""Auxiliary classifier in Keras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.avg_pool2d import AvgPool2d
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.dense import Dense
from tf_impl.layers.dropout import Dropout
from tf_impl.layers.flatten import Flatten
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Sequential


@keras.saving.register_keras_serializable(package="dl_parity")
class AuxiliaryClassifier(Sequential):
    """weight × cross-entropy of a small classifier that hangs on a hidden layer.

    Shapes:
        x (N, H, W, C), t (N,) class numbers, y (): the weighted loss.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (512, 14, 14),
        n_filters: int = 128,
        hidden: int = 1024,
        n_classes: int = 1000,
        weight: float = 0.3,
        window: Sequence[int] = (5, 3),
        dropout: float = 0.7,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(input_shape, seed, **kwargs)
        self.arguments = {
            "input_shape": input_shape,
            "n_filters": n_filters,
            "hidden": hidden,
            "n_classes": n_classes,
            "weight": weight,
            "window": window,
            "dropout": dropout,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]
        self.add("pool", AvgPool2d(window[0], window[1]))
        conv = Conv2d(self.size[-1], n_filters, 1, initializer=draw, seed=self.next_seed())
        self.add("conv", conv)
        self.add("activation1", act())
        self.add("flatten", Flatten())
        self.add("dense1", Dense(self.size[-1], hidden, True, draw, self.next_seed()))
        self.add("activation2", act())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("dense2", Dense(hidden, n_classes, True, draw, self.next_seed()))
        self.loss_weight = weight

    def call(
        self,
        inputs: tf.Tensor,
        t: tf.Tensor | None = None,
        training: bool | None = None,
        masks: Mapping[str, tf.Tensor] | None = None,
    ) -> tf.Tensor:
        """Return the weighted loss of x against t; the scores (N, n_classes) without a t."""
        scores = self.run(self.order, inputs, training, masks)
        if t is None:
            return scores
        losses = keras.losses.sparse_categorical_crossentropy(t, scores, from_logits=True)
        return self.loss_weight * tf.reduce_mean(losses)
