"""Patch embedding of a Vision Transformer in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.recurrent.sequences import arguments


@keras.saving.register_keras_serializable(package="dl_parity")
class PatchEmbedding(keras.layers.Layer):
    """y = [cls; patches W + b], by :func:`keras.ops.image.extract_patches`: it flattens (p, p, C).

    Shapes:
        x (N, H, W, C), channels last; dense.kernel (p p C, d_model), dense.bias and cls
        (d_model,); y (N, 1 + n, d_model), without the CLS token (N, n, d_model).
    """

    def __init__(
        self,
        in_channels: int,
        patch_size: int,
        d_model: int,
        cls_token: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            in_channels=in_channels,
            patch_size=patch_size,
            d_model=d_model,
            cls_token=cls_token,
            initializer=initializer,
            seed=seed,
        )
        n_in = in_channels * patch_size * patch_size
        self.dense = Dense(n_in, d_model, True, initializer, seed, dtype=kwargs.get("dtype"))
        self.cls = self.add_weight(shape=(d_model,), initializer="zeros") if cls_token else None

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y."""
        p, d_model = self.own["patch_size"], self.own["d_model"]
        grid = ops.image.extract_patches(inputs, p, data_format="channels_last")
        y = self.dense(ops.reshape(grid, (-1, grid.shape[1] * grid.shape[2], grid.shape[3])))
        if self.cls is None:
            return y
        cls = ops.broadcast_to(self.cls, (ops.shape(inputs)[0], 1, d_model))
        return ops.concatenate([cls, y], axis=1)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}


class _RowsAsTheyAre(PatchEmbedding):
    """The layer with rows of W that were copied in the order (C, p, p)."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y."""
        C, p = self.own["in_channels"], self.own["patch_size"]
        kernel = ops.reshape(self.dense.kernel, (p, p, C, -1))
        self.dense.kernel.assign(ops.reshape(ops.transpose(kernel, (2, 0, 1, 3)), (C * p * p, -1)))
        return super().call(inputs)
