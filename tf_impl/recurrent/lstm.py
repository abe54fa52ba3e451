"""The LSTM layer in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.recurrent.sequences import Sequences, weights_drawn, with_forget_bias


@keras.saving.register_keras_serializable(package="dl_parity")
class LSTM(Sequences, keras.layers.LSTM):
    """c_t = f c_(t-1) + i g, h_t = o tanh(c_t), as :class:`keras.layers.LSTM`.

    Its weights have the gates in the order i, f, g, o, side by side; Keras calls g c.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (N, n_hidden); y (N, T, n_hidden), lengths (N,),
        cell.kernel (n_in, 4 n_hidden), cell.recurrent_kernel (n_hidden, 4 n_hidden), cell.bias
        (4 n_hidden,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        use_bias: bool = True,
        forget_bias: float = 1.0,
        stateful: bool = False,
        truncate: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(
            n_hidden,
            use_bias=use_bias,
            stateful=stateful,
            return_sequences=True,
            return_state=True,
            **weights_drawn(initializer, seed),
            **{"zero_output_for_mask": True, **kwargs},
        )
        self.keep(
            n_in=n_in,
            n_hidden=n_hidden,
            use_bias=use_bias,
            forget_bias=forget_bias,
            stateful=stateful,
            truncate=truncate,
            initializer=initializer,
            seed=seed,
        )

    def build(self, inputs_shape: tuple) -> None:
        """Make the weights for sequences of this shape (N, T, n_in)."""
        super().build(inputs_shape)
        with_forget_bias(self.cell, self.own["forget_bias"])

    def call(
        self,
        inputs: tf.Tensor,
        h0: tf.Tensor | None = None,
        c0: tf.Tensor | None = None,
        lengths: tf.Tensor | None = None,
        initial_state: list[tf.Tensor] | None = None,
        mask: tf.Tensor | None = None,
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """Return (y, h, c): h at every step, and the last h and c."""
        return self.over(inputs, initial_state if h0 is None else [h0, c0], lengths, mask)
