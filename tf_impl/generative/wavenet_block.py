"""The block that WaveNet is made of in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.activations.gated_tanh_unit import GatedTanhUnit
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.causal_conv1d import CausalConv1d
from tf_impl.layers.conv1d import Conv1d
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class WaveNetBlock(keras.layers.Layer):
    """A gated causal convolution, z, that goes back to x and out.

    Shapes:
        x, y (N, T, n_in), skip (N, T, n_skip).
    """

    def __init__(
        self,
        n_in: int,
        n_gated: int,
        n_skip: int,
        kernel_size: int = 2,
        dilation: int = 1,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            n_in=n_in,
            n_gated=n_gated,
            n_skip=n_skip,
            kernel_size=kernel_size,
            dilation=dilation,
            initializer=initializer,
            seed=seed,
        )
        of_filter, of_gate, of_residual, of_out = spawned(seed, 4)
        told = {"initializer": initializer, "dtype": self.dtype_policy}
        causal = {"kernel_size": kernel_size, "dilation": dilation, **told}
        self.filter = CausalConv1d(n_in, n_gated, seed=of_filter, **causal)
        self.gate = CausalConv1d(n_in, n_gated, seed=of_gate, **causal)
        self.unit = GatedTanhUnit(dtype=self.dtype_policy)
        self.residual = Conv1d(n_gated, n_in, 1, seed=of_residual, **told)
        self.out = Conv1d(n_gated, n_skip, 1, seed=of_out, **told)
        self.built = True

    def call(self, inputs: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return y and skip."""
        z = self.unit(self.filter(inputs), self.gate(inputs))
        return inputs + self.residual(z), self.out(z)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
