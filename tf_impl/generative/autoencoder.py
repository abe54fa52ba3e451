"""The autoencoder in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.generative.descending import descend
from tf_impl.initializers.initializer import Initializer
from tf_impl.networks.mlp import MLP
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class Autoencoder(keras.layers.Layer):
    """x_hat = decoder(encoder(x)), two :class:`~tf_impl.networks.mlp.MLP`.

    Shapes:
        x, x_hat (N, n_in), h (N, n_code).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_code: int,
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        of_encoder, of_decoder = spawned(seed, 2)
        told = {"activation": activation, "initializer": initializer}
        self.encoder = MLP((n_in, n_hidden, n_code), **told, seed=of_encoder)
        self.decoder = MLP((n_code, n_hidden, n_in), **told, seed=of_decoder)
        self.lr, self.built = lr, True
        sizes = {"n_in": n_in, "n_hidden": n_hidden, "n_code": n_code}
        self.own = arguments(**sizes, lr=lr, **told, seed=seed)

    def encode(self, x: tf.Tensor) -> tf.Tensor:
        """Return the code h (N, n_code)."""
        return self.encoder(x)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return x_hat (N, n_in)."""
        return self.decoder(self.encode(inputs))

    def step(self, x: tf.Tensor) -> tf.Tensor:
        """Take one step of gradient descent on x; return L before it."""
        return descend(lambda: _half_squared(self(x), x), self.trainable_variables, self.lr)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}


def _half_squared(x_hat: tf.Tensor, x: tf.Tensor) -> tf.Tensor:
    """Return 1/2 |x_hat - x|^2, averaged over the examples."""
    return ops.sum(ops.square(x_hat - x)) / (2 * len(x))
