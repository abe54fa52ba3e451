"""The masked convolution of an autoregressive image model in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.recurrent.sequences import arguments


@keras.saving.register_keras_serializable(package="dl_parity")
class MaskedConv2d(keras.layers.Layer):
    """A :class:`keras.layers.Conv2D` whose kernel is masked before it is used.

    Shapes:
        x (N, H, W, n_in), conv.kernel (kh, kw, n_in, n_out), conv.bias (n_out,),
        y (N, H, W, n_out).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        kind: str = "A",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.conv = Conv2d(
            n_in,
            n_out,
            kernel_size,
            padding="same",
            use_bias=use_bias,
            initializer=initializer,
            seed=seed,
            dtype=kwargs.get("dtype"),
        )
        self.kind, self.built = kind, True
        self.own = arguments(
            n_in=n_in,
            n_out=n_out,
            kernel_size=kernel_size,
            kind=kind,
            use_bias=use_bias,
            initializer=initializer,
            seed=seed,
        )

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, H, W, n_out)."""
        kh, kw = self.conv.kernel_size
        places = tf.reshape(tf.range(kh * kw), (kh, kw, 1, 1))
        middle = kh * kw // 2  # of the kernel read row by row: all before it has been drawn
        seen = places <= middle if self.kind == "B" else places < middle
        kernel = self.conv.kernel * tf.cast(seen, inputs.dtype)
        y = ops.conv(inputs, kernel, padding="same")
        return y + self.conv.bias if self.conv.use_bias else y

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
