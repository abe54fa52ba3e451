"""The LSTM with peepholes in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.recurrent.sequences import Sequences, weights_drawn, with_forget_bias


class _Cell(keras.layers.Layer):
    """One step; Keras has no cell with peepholes."""

    def __init__(self, n_in: int, units: int, use_bias: bool, drawn: dict, **kwargs) -> None:
        super().__init__(**kwargs)
        self.units, self.use_bias = units, use_bias
        self.state_size, self.output_size = [units, units], units
        own, U_draw = self.add_weight, drawn["recurrent_initializer"]
        self.W = own(shape=(n_in, 4 * units), initializer=drawn["kernel_initializer"], name="W")
        self.U = own(shape=(units, 4 * units), initializer=U_draw, name="U")
        self.p = own(shape=(3, units), initializer="zeros", name="p")
        if use_bias:
            self.bias = own(shape=(4 * units,), initializer="zeros", name="b")
        self.built = True

    def call(self, x: tf.Tensor, states: list[tf.Tensor]) -> tuple[tf.Tensor, list[tf.Tensor]]:
        """Return h and the states."""
        h, c = states
        p_i, p_f, p_o = tf.unstack(tf.convert_to_tensor(self.p))
        a = keras.ops.matmul(x, self.W) + keras.ops.matmul(h, self.U)
        a_i, a_f, a_o, a_g = tf.split(a + self.bias if self.use_bias else a, 4, axis=-1)
        i, f = tf.sigmoid(a_i + p_i * c), tf.sigmoid(a_f + p_f * c)
        c_new = f * c + i * tf.tanh(a_g)
        h_new = tf.sigmoid(a_o + p_o * c_new) * tf.tanh(c_new)
        return h_new, [h_new, c_new]


@keras.saving.register_keras_serializable(package="dl_parity")
class LSTMPeephole(Sequences):
    """An LSTM whose gates see the cell, by :class:`keras.layers.RNN` over a cell of our own.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (N, n_hidden); y (N, T, n_hidden), lengths (N,), cell.W
        (n_in, 4 n_hidden), cell.U (n_hidden, 4 n_hidden), cell.bias (4 n_hidden,), with i, f, o, g
        side by side, cell.p (3, n_hidden) for i, f, o.
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
        drawn = weights_drawn(initializer, seed)
        cell = _Cell(n_in, n_hidden, use_bias, drawn, dtype=kwargs.get("dtype"))
        super().__init__(
            cell,
            return_sequences=True,
            return_state=True,
            **{"zero_output_for_mask": True, **kwargs},
        )
        self.keep(
            n_in=n_in,
            n_hidden=n_hidden,
            use_bias=use_bias,
            forget_bias=forget_bias,
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
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """Return (y, h, c): h at every step, and the last h and c."""
        return self.over(inputs, None if h0 is None else [h0, c0], lengths, None)
