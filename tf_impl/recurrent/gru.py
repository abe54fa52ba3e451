"""The GRU layer in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.recurrent.gru_steps import TaughtGRUCell
from tf_impl.recurrent.sequences import Sequences, weights_drawn


@keras.saving.register_keras_serializable(package="dl_parity")
class GRU(Sequences):
    """A GRU, by :class:`keras.layers.RNN` over Keras' GRU cell, with ``reset_after`` as asked for.

    Shapes:
        x (N, T, n_in), h0 and h (N, n_hidden), y (N, T, n_hidden), lengths (N,), cell.W
        (n_in, 3 n_hidden), cell.U (n_hidden, 3 n_hidden), cell.b and cell.b_U (3 n_hidden,), with
        r, z, n side by side.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        reset: str = "before",
        z_weighs: str = "new",
        use_bias: bool = True,
        stateful: bool = False,
        truncate: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        cell = TaughtGRUCell(
            n_hidden,
            n_in,
            z_weighs,
            use_bias=use_bias,
            reset_after=reset == "after",
            dtype=kwargs.get("dtype"),
            **weights_drawn(initializer, seed),
        )
        super().__init__(
            cell,
            stateful=stateful,
            return_sequences=True,
            return_state=True,
            **{"zero_output_for_mask": True, **kwargs},
        )
        self.keep(
            n_in=n_in,
            n_hidden=n_hidden,
            reset=reset,
            z_weighs=z_weighs,
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


class _GatesAsTheyAre(GRU):
    """The layer with weights that were copied without reordering r, z, n."""

    def over(self, x: tf.Tensor, *others) -> tuple[tf.Tensor, ...]:
        """Return (y, h)."""
        for weight in (self.cell.W, self.cell.U, self.cell.b):
            r, z, n = tf.split(tf.convert_to_tensor(weight), 3, axis=-1)
            weight.assign(tf.concat([z, r, n], axis=-1))
        return super().over(x, *others)
