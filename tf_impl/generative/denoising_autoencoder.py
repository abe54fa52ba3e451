"""The denoising autoencoder in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.generative.autoencoder import Autoencoder
from tf_impl.generative.descending import descend
from tf_impl.initializers.initializer import Initializer


@keras.saving.register_keras_serializable(package="dl_parity")
class DenoisingAutoencoder(Autoencoder):
    """x_hat = decoder(encoder(x_tilde)), with x_tilde a spoilt x; what is wanted is x itself.

    Shapes:
        x, noise, x_hat (N, n_in), h (N, n_code).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_code: int,
        corruption: str = "masking",
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(n_in, n_hidden, n_code, lr, activation, initializer, seed, **kwargs)
        self.own["corruption"] = corruption

    def call(self, inputs: tf.Tensor, noise: tf.Tensor) -> tf.Tensor:
        """Return x_hat (N, n_in)."""
        masking = self.own["corruption"] == "masking"
        return super().call(inputs * noise if masking else inputs + noise)

    def step(self, x: tf.Tensor, noise: tf.Tensor) -> tf.Tensor:
        """Take one step of gradient descent on x and its noise; return L before it."""

        def loss() -> tf.Tensor:
            return ops.sum(ops.square(self(x, noise) - x)) / (2 * len(x))

        return descend(loss, self.trainable_variables, self.lr)
