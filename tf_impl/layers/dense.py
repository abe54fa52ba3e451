"""The fully-connected layer in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded


@keras.saving.register_keras_serializable(package="dl_parity")
class Dense(keras.layers.Dense):
    """y = x W + b on the last axis, as :class:`keras.layers.Dense`, with n_in known from the start.

    Shapes:
        x (..., n_in), kernel (n_in, n_out), bias (n_out,), y (..., n_out).
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
        super().__init__(
            n_out,
            use_bias=use_bias,
            kernel_initializer=seeded(initializer or GlorotUniform(), seed),
            **kwargs,
        )
        self.n_in, self.seed = n_in, seed
        self.build((None, n_in))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["n_out"] = config.pop("units")
        config["initializer"] = config.pop("kernel_initializer")
        return {**config, "n_in": self.n_in, "seed": self.seed}
