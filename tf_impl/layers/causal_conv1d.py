"""Convolution along time that sees nothing of what is to come, in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.convolution import drawn


@keras.saving.register_keras_serializable(package="dl_parity")
class CausalConv1d(keras.layers.Conv1D):
    """:class:`keras.layers.Conv1D` with ``padding="causal"``.

    Shapes:
        x (N, T, n_in), kernel (K, n_in, n_out), bias (n_out,), y (N, T, n_out).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int,
        dilation: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(
            n_out,
            kernel_size,
            padding="causal",
            dilation_rate=dilation,
            use_bias=use_bias,
            kernel_initializer=drawn(initializer, seed),
            name=kwargs.pop("name", None),
            dtype=kwargs.pop("dtype", None),
            trainable=kwargs.pop("trainable", True),
        )
        self.n_in, self.seed = n_in, seed
        self.build((None, None, n_in))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        return {
            **{name: config[name] for name in ("name", "dtype", "trainable", "use_bias")},
            "n_in": self.n_in,
            "n_out": self.filters,
            "kernel_size": self.kernel_size[0],
            "dilation": self.dilation_rate[0],
            "initializer": config["kernel_initializer"],
            "seed": self.seed,
        }
