"""The denoising diffusion model in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.generative.descending import descend
from tf_impl.generative.diffusion_noising import diffusion_noising
from tf_impl.initializers.initializer import Initializer
from tf_impl.networks.mlp import MLP
from tf_impl.recurrent.sequences import arguments


@keras.saving.register_keras_serializable(package="dl_parity")
class Diffusion(keras.layers.Layer):
    """A network sees x_t and t, and says which noise is in x_t.

    Shapes:
        x0, eps (N, n_x), t (N,) integers from 0 to T - 1; L a scalar.
    """

    def __init__(
        self,
        n_x: int,
        n_hidden: int,
        n_steps: int = 1000,
        beta_first: float = 0.0001,
        beta_last: float = 0.02,
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.net = MLP((n_x + 1, n_hidden, n_x), activation, initializer, seed=seed)
        first, last = (tf.constant(b, tf.float64) for b in (beta_first, beta_last))
        self.betas = tf.linspace(first, last, n_steps)
        self.lr, self.built = lr, True
        self.own = arguments(
            n_x=n_x,
            n_hidden=n_hidden,
            n_steps=n_steps,
            beta_first=beta_first,
            beta_last=beta_last,
            lr=lr,
            activation=activation,
            initializer=initializer,
            seed=seed,
        )

    def predict(self, x_t: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
        """Return the noise (N, n_x) that the network sees in x_t."""
        time = tf.cast(tf.cast(t, tf.float64) / len(self.betas), x_t.dtype)
        return self.net(ops.concatenate([x_t, time[:, None]], axis=1))

    def call(self, inputs: tf.Tensor, t: tf.Tensor, eps: tf.Tensor) -> tf.Tensor:
        """Return L, the mean squared error of the noise."""
        x_t = diffusion_noising(inputs, t, eps, tf.cast(self.betas, inputs.dtype))
        return ops.mean(ops.square(self.predict(x_t, t) - eps))

    def step(self, x0: tf.Tensor, t: tf.Tensor, eps: tf.Tensor) -> tf.Tensor:
        """Take one step of gradient descent; return L before it."""
        return descend(lambda: self(x0, t, eps), self.trainable_variables, self.lr)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
