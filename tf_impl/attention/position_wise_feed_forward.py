"""The position-wise feed-forward network of a Transformer in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.activations.gelu import GELU
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class PositionWiseFeedForward(keras.layers.Layer):
    """y = f(x W1 + b1) W2 + b2, by two :class:`keras.layers.Dense`, which act on the last axis.

    Shapes:
        x, y (..., d_model); dense1.kernel (d_model, d_ff), dense2.kernel (d_ff, d_model).
    """

    def __init__(
        self,
        d_model: int,
        d_ff: int,
        activation: str = "relu",
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            d_model=d_model, d_ff=d_ff, activation=activation, initializer=initializer, seed=seed
        )
        (own,) = spawned(seed, 1)
        dtype = kwargs.get("dtype")
        self.dense1 = Dense(d_model, d_ff, True, initializer, seed, dtype=dtype)
        gelu = GELU(approximate=activation == "gelu_tanh", dtype=dtype)
        self.activation = keras.layers.ReLU(dtype=dtype) if activation == "relu" else gelu
        self.dense2 = Dense(d_ff, d_model, True, initializer, own, dtype=dtype)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (..., d_model)."""
        return self.dense2(self.activation(self.dense1(inputs)))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
