"""The affine coupling layer of a normalizing flow in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.initializers.initializer import Initializer
from tf_impl.networks.mlp import MLP
from tf_impl.recurrent.sequences import arguments


@keras.saving.register_keras_serializable(package="dl_parity")
class CouplingLayer(keras.layers.Layer):
    """One half of x passes through and says how the other half is scaled and shifted.

    Shapes:
        x, y (N, n_in); log_det (N,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        swap: bool = False,
        inverted: bool = False,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.half = n_in // 2
        n1 = n_in - self.half if swap else self.half
        self.net = MLP((n1, n_hidden, 2 * (n_in - n1)), activation, initializer, seed=seed)
        self.swap, self.inverted, self.built = swap, inverted, True
        self.own = arguments(
            n_in=n_in,
            n_hidden=n_hidden,
            swap=swap,
            inverted=inverted,
            activation=activation,
            initializer=initializer,
            seed=seed,
        )

    def call(self, inputs: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return y (N, n_in) and log_det (N,); inverted, x for y."""
        kept, moved = inputs[:, : self.half], inputs[:, self.half :]
        if self.swap:
            kept, moved = moved, kept
        s, t = ops.split(self.net(kept), 2, axis=1)
        there = (moved - t) / ops.exp(s) if self.inverted else moved * ops.exp(s) + t
        log_det = ops.sum(-s if self.inverted else s, axis=1)
        parts = (there, kept) if self.swap else (kept, there)
        return ops.concatenate(parts, axis=1), log_det

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
