"""A recurrent layer that reads a sequence from both ends in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.recurrent.parts import LAYERS
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class Bidirectional(keras.layers.Bidirectional):
    """Two layers, one from each end, as :class:`keras.layers.Bidirectional`.

    The backward layer's outputs come in the order in which it goes; Keras turns them round.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (2, N, n_hidden), the forward layer's first; y
        (N, T, 2 n_hidden), or (N, T, n_hidden) for the sum; lengths (N,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        layer: str = "simple_rnn",
        merge: str = "concat",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        forth, back = spawned(seed, 2)
        common = {"use_bias": use_bias, "initializer": initializer, "dtype": kwargs.get("dtype")}
        super().__init__(
            LAYERS[layer](n_in, n_hidden, seed=forth, **common),
            merge_mode=merge,
            backward_layer=LAYERS[layer](n_in, n_hidden, seed=back, go_backwards=True, **common),
            **kwargs,
        )
        self.own = arguments(
            n_in=n_in,
            n_hidden=n_hidden,
            layer=layer,
            merge=merge,
            use_bias=use_bias,
            initializer=initializer,
            seed=seed,
        )
        self.build((None, None, n_in))

    def build(self, inputs_shape: tuple) -> None:
        """Make the weights for sequences of this shape (N, T, n_in)."""
        super().build(inputs_shape)

    def call(
        self,
        inputs: tf.Tensor,
        h0: tf.Tensor | None = None,
        c0: tf.Tensor | None = None,
        lengths: tf.Tensor | None = None,
    ) -> tuple[tf.Tensor, ...]:
        """Return (y, h), and c of LSTMs: both outputs at every step, and both last states."""
        mask = None if lengths is None else tf.sequence_mask(lengths, inputs.shape[1])
        given = [state for state in (h0, c0) if state is not None]
        first = [state[k] for k in (0, 1) for state in given] or None
        y, *last = super().call(inputs, initial_state=first, mask=mask)
        half = len(last) // 2
        return (y, *(tf.stack([last[k], last[half + k]]) for k in range(half)))

    def compute_output_shape(self, inputs_shape: tuple) -> tuple:
        """Return the shapes of y and of the last states."""
        y, *last = super().compute_output_shape(inputs_shape)
        return (y, *((2, *state) for state in last[: len(last) // 2]))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        return {**{name: config[name] for name in ("name", "trainable", "dtype")}, **self.own}

    @classmethod
    def from_config(cls, config: dict, custom_objects: dict | None = None) -> Bidirectional:
        """Return the layer with such a configuration."""
        return cls(**config)


class _NotTurned(Bidirectional):
    """The two layers by hand, without turning the backward outputs round."""

    def call(self, inputs: tf.Tensor, h0: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return (y, h)."""
        forth, h_forth = self.forward_layer(inputs, h0[0])
        back, h_back = self.backward_layer(inputs, h0[1])
        return tf.concat([forth, back], axis=-1), tf.stack([h_forth, h_back])
