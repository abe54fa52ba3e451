"""The variational autoencoder in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.generative.descending import descend
from tf_impl.generative.evidence_lower_bound import evidence_lower_bound
from tf_impl.generative.reparameterize import reparameterize
from tf_impl.initializers.initializer import Initializer
from tf_impl.networks.mlp import MLP
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class VAE(keras.layers.Layer):
    """An encoder says mu and log sigma^2 of z; a decoder says the probability of every pixel.

    Shapes:
        x, x_hat (N, n_in); mu, log_var, eps (N, n_latent).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_latent: int,
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        of_encoder, of_decoder = spawned(seed, 2)
        told = {"activation": activation, "initializer": initializer}
        self.encoder = MLP((n_in, n_hidden, 2 * n_latent), **told, seed=of_encoder)
        self.decoder = MLP((n_latent, n_hidden, n_in), **told, seed=of_decoder)
        self.lr, self.built = lr, True
        sizes = {"n_in": n_in, "n_hidden": n_hidden, "n_latent": n_latent}
        self.own = arguments(**sizes, lr=lr, **told, seed=seed)

    def encode(self, x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return mu and log_var, both (N, n_latent)."""
        mu, log_var = ops.split(self.encoder(x), 2, axis=1)
        return mu, log_var

    def decode(self, z: tf.Tensor) -> tf.Tensor:
        """Return the probabilities x_hat (N, n_in)."""
        return ops.sigmoid(self.decoder(z))

    def call(self, inputs: tf.Tensor, eps: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """Return x_hat (N, n_in), mu and log_var (N, n_latent)."""
        mu, log_var = self.encode(inputs)
        return self.decode(reparameterize(mu, log_var, eps)), mu, log_var

    def step(self, x: tf.Tensor, eps: tf.Tensor) -> tf.Tensor:
        """Take one step up the evidence lower bound; return its negative before it."""

        def loss() -> tf.Tensor:
            return evidence_lower_bound(x, *self(x, eps), as_loss=True)

        return descend(loss, self.trainable_variables, self.lr)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
