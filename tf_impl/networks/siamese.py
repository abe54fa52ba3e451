"""The siamese network in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Network


@keras.saving.register_keras_serializable(package="dl_parity")
class Siamese(Network):
    """y = |e(a) - e(b)|, the network called once for each of the two.

    Shapes:
        a and b (N, n_in), y (N,).
    """

    def __init__(
        self,
        n_in: int,
        hidden: int = 32,
        n_out: int = 8,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "hidden": hidden,
            "n_out": n_out,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        self.add("dense1", Dense(n_in, hidden, True, draw, self.next_seed()))
        self.add("activation1", ACTIVATIONS[activation]())
        self.add("dense2", Dense(hidden, n_out, True, draw, self.next_seed()))
        self.built = True

    def call(self, a: tf.Tensor, b: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return y, the length of the embeddings' difference."""
        difference = self.run(self.order, a) - self.run(self.order, b)
        return tf.norm(difference, axis=1)
