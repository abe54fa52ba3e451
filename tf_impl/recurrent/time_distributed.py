"""One dense layer at every step of a sequence in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.recurrent.sequences import arguments


@keras.saving.register_keras_serializable(package="dl_parity")
class TimeDistributed(keras.layers.TimeDistributed):
    """y_t = x_t W + b, by :class:`keras.layers.TimeDistributed` over a dense layer.

    Shapes:
        x (N, T, n_in), layer.kernel (n_in, n_out), layer.bias (n_out,), y (N, T, n_out),
        lengths (N,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        dense = Dense(n_in, n_out, use_bias, initializer, seed, dtype=kwargs.get("dtype"))
        super().__init__(dense, **kwargs)
        self.own = arguments(
            n_in=n_in, n_out=n_out, use_bias=use_bias, initializer=initializer, seed=seed
        )
        self.build((None, None, n_in))

    def build(self, inputs_shape: tuple) -> None:
        """Make the weights for sequences of this shape (N, T, n_in)."""
        super().build(inputs_shape)

    def call(self, inputs: tf.Tensor, lengths: tf.Tensor | None = None) -> tf.Tensor:
        """Return y, which is 0 behind the end of a sequence."""
        y = super().call(inputs)
        if lengths is None:
            return y
        return y * tf.sequence_mask(lengths, inputs.shape[1], dtype=y.dtype)[:, :, None]

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        return {**{name: config[name] for name in ("name", "trainable", "dtype")}, **self.own}

    @classmethod
    def from_config(cls, config: dict, custom_objects: dict | None = None) -> TimeDistributed:
        """Return the layer with such a configuration."""
        return cls(**config)
