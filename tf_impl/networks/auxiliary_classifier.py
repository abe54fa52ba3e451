"""GoogLeNet's Inception module, and the auxiliary classifier beside it in Keras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import keras
import tensorflow as tf

from tf_impl.initializers import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.dense import Dense
from tf_impl.layers.dropout import Dropout
from tf_impl.layers.flatten import Flatten
from tf_impl.layers.pooling import AvgPool2d
from tf_impl.network import Network, Sequential
from tf_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called


class Inception(Network):
    """Four branches that see the same x, their channels side by side.

    Shapes:
        x (N, H, W, n_in), y (N, H, W, sum of the branches' channels).
    """

    def __init__(
        self,
        n_in: int,
        n_1x1: int,
        n_3x3: Sequence[int],
        n_5x5: Sequence[int],
        n_pool: int,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed)
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        self.branches: list[tuple[str, ...]] = []
        plans = (  # for each branch: (channels in, channels out, window) of its convolutions
            ((n_in, n_1x1, 1),),
            ((n_in, n_3x3[0], 1), (n_3x3[0], n_3x3[1], 3)),
            ((n_in, n_5x5[0], 1), (n_5x5[0], n_5x5[1], 5)),
            ((n_in, n_pool, 1),),
        )
        for i, plan in enumerate(plans, start=1):
            before = len(self.order)
            if i == 4:
                self.add("pool4", pool(3, 1, 1))
            for j, (c_in, c_out, k) in enumerate(plan, start=1):
                same = k // 2
                conv = Conv2d(c_in, c_out, k, 1, same, initializer=draw, seed=self.next_seed())
                self.add(f"conv{i}_{j}", conv)
                self.add(f"activation{i}_{j}", act())
            self.branches.append(tuple(self.order[before:]))
        self.built = True

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return y: the branches' outputs, joined along the channels."""
        return tf.concat([self.run(branch, inputs, training) for branch in self.branches], axis=-1)


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
    ) -> None:
        super().__init__(input_shape, seed)
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
