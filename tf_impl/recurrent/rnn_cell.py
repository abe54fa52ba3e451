"""One step of a simple recurrent network in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.recurrent.sequences import arguments, weights_drawn


@keras.saving.register_keras_serializable(package="dl_parity")
class RNNCell(keras.layers.SimpleRNNCell):
    """h_new = f(x W + h U + b), as :class:`keras.layers.SimpleRNNCell`.

    Shapes:
        x (N, n_in), h (N, n_hidden), kernel (n_in, n_hidden), recurrent_kernel (n_hidden,
        n_hidden), bias (n_hidden,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        activation: str = "tanh",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(
            n_hidden, activation, use_bias, **weights_drawn(initializer, seed), **kwargs
        )
        self.own = arguments(
            n_in=n_in,
            n_hidden=n_hidden,
            activation=activation,
            use_bias=use_bias,
            initializer=initializer,
            seed=seed,
        )
        self.build((None, n_in))

    def call(self, x: tf.Tensor, h: tf.Tensor) -> tf.Tensor:
        """Return h_new (N, n_hidden)."""
        h_new, _ = super().call(x, h)
        return h_new

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        return {**{name: config[name] for name in ("name", "trainable", "dtype")}, **self.own}
