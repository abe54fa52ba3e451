"""The simple recurrent layer in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.recurrent.sequences import Sequences, weights_drawn


@keras.saving.register_keras_serializable(package="dl_parity")
class SimpleRNN(Sequences, keras.layers.SimpleRNN):
    """h_t = f(x_t W + h_(t-1) U + b), as :class:`keras.layers.SimpleRNN`.

    Shapes:
        x (N, T, n_in), h0 and h (N, n_hidden), y (N, T, n_hidden), lengths (N,), cell.kernel
        (n_in, n_hidden), cell.recurrent_kernel (n_hidden, n_hidden), cell.bias (n_hidden,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        activation: str = "tanh",
        use_bias: bool = True,
        stateful: bool = False,
        truncate: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(
            n_hidden,
            activation,
            use_bias,
            stateful=stateful,
            return_sequences=True,
            return_state=True,
            **weights_drawn(initializer, seed),
            **{"zero_output_for_mask": True, **kwargs},
        )
        self.keep(
            n_in=n_in,
            n_hidden=n_hidden,
            activation=activation,
            use_bias=use_bias,
            stateful=stateful,
            truncate=truncate,
            initializer=initializer,
            seed=seed,
        )

    def call(
        self,
        inputs: tf.Tensor,
        h0: tf.Tensor | None = None,
        lengths: tf.Tensor | None = None,
        initial_state: list[tf.Tensor] | None = None,
        mask: tf.Tensor | None = None,
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Return (y, h): the state at every step, and the last one."""
        return self.over(inputs, initial_state if h0 is None else [h0], lengths, mask)
