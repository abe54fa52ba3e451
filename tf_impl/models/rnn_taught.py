"""The course's recurrent network in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.gauss import Gauss
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class RNNTaught(keras.layers.Layer):
    """z_t = f(x_t W_in + z_(t-1) W), y_t = sigmoid(z_t W_out), by ``SimpleRNN`` and ``Dense``.

    Shapes:
        x (N, T, n_in), d and y (N, T, n_out), rnn.cell.kernel (n_in, n_hidden), dense.kernel
        (n_hidden, n_out), rnn.cell.recurrent_kernel (n_hidden, n_hidden), L a scalar.
    """

    def __init__(
        self,
        n_in: int = 2,
        n_hidden: int = 16,
        n_out: int = 1,
        activation: str = "sigmoid",
        slope_at: str = "v",
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        draw = initializer or Gauss(1.0)
        of_W_out, of_W = spawned(seed, 2)
        self.rnn = keras.layers.SimpleRNN(
            n_hidden,
            activation,
            use_bias=False,
            kernel_initializer=seeded(draw, seed),
            recurrent_initializer=seeded(draw, of_W),
            return_sequences=True,
            dtype=kwargs.get("dtype"),
        )
        self.dense = keras.layers.Dense(
            n_out,
            use_bias=False,
            kernel_initializer=seeded(draw, of_W_out),
            dtype=kwargs.get("dtype"),
        )
        self.own = arguments(
            n_in=n_in,
            n_hidden=n_hidden,
            n_out=n_out,
            activation=activation,
            slope_at=slope_at,
            initializer=initializer,
            seed=seed,
        )
        self.rnn.build((None, None, n_in))
        self.dense.build((None, None, n_hidden))
        self.built = True

    def call(self, inputs: tf.Tensor, d: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return (L, y)."""
        y = self.activated(self.dense(self.rnn(inputs)))
        errors = keras.losses.MeanSquaredError(reduction="sum", dtype=y.dtype)(d, y)
        N = tf.cast(tf.shape(inputs)[0], y.dtype)
        return errors * self.own["n_out"] / (2 * N), y

    def activated(self, v: tf.Tensor) -> tf.Tensor:
        """Return sigmoid(v), with the slope that the course gives it where that is asked for."""
        y = tf.sigmoid(v)
        if self.own["slope_at"] == "v":
            return y
        fixed = tf.stop_gradient(y)
        at_y = tf.sigmoid(fixed + v - tf.stop_gradient(v))  # its slope is the sigmoid's at y
        return fixed + at_y - tf.stop_gradient(at_y)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
