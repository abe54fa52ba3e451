"""One step of an LSTM in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.recurrent.sequences import arguments, weights_drawn, with_forget_bias


@keras.saving.register_keras_serializable(package="dl_parity")
class LSTMCell(keras.layers.LSTMCell):
    """c_new = f c + i g, h_new = o tanh(c_new), as :class:`keras.layers.LSTMCell`.

    Its weights have the gates in the order i, f, g, o, side by side; Keras calls g c.

    Shapes:
        x (N, n_in); h, c, h_new and c_new (N, n_hidden); kernel (n_in, 4 n_hidden),
        recurrent_kernel (n_hidden, 4 n_hidden), bias (4 n_hidden,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        use_bias: bool = True,
        forget_bias: float = 1.0,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(n_hidden, use_bias=use_bias, **weights_drawn(initializer, seed), **kwargs)
        self.own = arguments(
            n_in=n_in,
            n_hidden=n_hidden,
            use_bias=use_bias,
            forget_bias=forget_bias,
            initializer=initializer,
            seed=seed,
        )
        self.build((None, n_in))
        with_forget_bias(self, forget_bias)

    def call(self, x: tf.Tensor, h: tf.Tensor, c: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return (h_new, c_new)."""
        _, (h_new, c_new) = super().call(x, [h, c])
        return h_new, c_new

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        return {**{name: config[name] for name in ("name", "trainable", "dtype")}, **self.own}
