"""Inception module in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from tf_impl.networks.network import Network


@keras.saving.register_keras_serializable(package="dl_parity")
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
        **kwargs,
    ) -> None:
        super().__init__(seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "n_1x1": n_1x1,
            "n_3x3": n_3x3,
            "n_5x5": n_5x5,
            "n_pool": n_pool,
            "activation": activation,
            "pooling": pooling,
            "initializer": initializer,
            "seed": seed,
        }
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
