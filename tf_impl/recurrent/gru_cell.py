"""One step of a GRU in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.recurrent.gru_steps import TaughtGRUCell
from tf_impl.recurrent.sequences import arguments, weights_drawn


@keras.saving.register_keras_serializable(package="dl_parity")
class GRUCell(TaughtGRUCell):
    """A GRU's step, as :class:`keras.layers.GRUCell`, with ``reset_after`` as it is asked for.

    Shapes:
        x (N, n_in), h and h_new (N, n_hidden), W (n_in, 3 n_hidden), U (n_hidden, 3 n_hidden), b
        and b_U (3 n_hidden,), with r, z, n side by side.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        reset: str = "before",
        z_weighs: str = "new",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(
            n_hidden,
            n_in,
            z_weighs,
            use_bias=use_bias,
            reset_after=reset == "after",
            **weights_drawn(initializer, seed),
            **kwargs,
        )
        self.own = arguments(
            n_in=n_in,
            n_hidden=n_hidden,
            reset=reset,
            z_weighs=z_weighs,
            use_bias=use_bias,
            initializer=initializer,
            seed=seed,
        )

    def call(self, x: tf.Tensor, h: tf.Tensor) -> tf.Tensor:
        """Return h_new (N, n_hidden)."""
        h_new, _ = super().call(x, h)
        return h_new

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        return {**{name: config[name] for name in ("name", "trainable", "dtype")}, **self.own}
