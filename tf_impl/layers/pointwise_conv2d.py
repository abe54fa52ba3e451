"""The pointwise convolution in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded


@keras.saving.register_keras_serializable(package="dl_parity")
class PointwiseConv2d(keras.layers.Conv2D):
    """:class:`keras.layers.Conv2D` with a kernel of 1x1.

    Shapes:
        x (N, H, W, n_in), kernel (1, 1, n_in, n_out), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        stride: int | tuple[int, int] = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(
            n_out,
            1,
            strides=stride,
            use_bias=use_bias,
            kernel_initializer=seeded(initializer or GlorotUniform(), seed),
            **kwargs,
        )
        self.n_in, self.seed = n_in, seed
        self.build((None, None, None, n_in))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["n_out"], config["stride"] = config.pop("filters"), config.pop("strides")
        config["initializer"] = config.pop("kernel_initializer")
        for fixed in ("kernel_size", "dilation_rate", "groups", "padding"):
            config.pop(fixed)
        return {**config, "n_in": self.n_in, "seed": self.seed}
