"""Shifted window attention in Keras."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from tf_impl.attention.multi_head_attention import MultiHeadAttention
from tf_impl.initializers.initializer import Initializer
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned
from tf_impl.transformer.relative_position_bias import RelativePositionBias


@keras.saving.register_keras_serializable(package="dl_parity")
class ShiftedWindowAttention(keras.layers.Layer):
    """Attention within windows of an image that :func:`keras.ops.roll` has shifted.

    Shapes:
        x, y (N, H, W, d_model).
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        window_size: int,
        shift: int = 0,
        position_bias: bool = False,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            d_model=d_model,
            n_heads=n_heads,
            window_size=window_size,
            shift=shift,
            position_bias=position_bias,
            initializer=initializer,
            seed=seed,
        )
        self.w, self.shift = window_size, shift
        self.attention = MultiHeadAttention(
            d_model, n_heads, initializer=initializer, seed=seed, dtype=kwargs.get("dtype")
        )
        self.position_bias = None
        if position_bias:
            self.position_bias = RelativePositionBias(
                window_size, n_heads, initializer, *spawned(seed, 1), dtype=kwargs.get("dtype")
            )
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, H, W, d_model)."""
        _, H, W, d = inputs.shape
        w, s = self.w, self.shift
        windows = self.cut(ops.roll(inputs, (-s, -s), axis=(1, 2)))
        mask = None
        if s:
            mask = tf.tile(self.mask(H, W), (ops.shape(inputs)[0], 1, 1))
        y = ops.reshape(self.attended(windows, mask), (-1, H // w, W // w, w, w, d))
        y = ops.reshape(ops.transpose(y, (0, 1, 3, 2, 4, 5)), (-1, H, W, d))
        return ops.roll(y, (s, s), axis=(1, 2))

    def attended(self, windows: tf.Tensor, mask: tf.Tensor | None) -> tf.Tensor:
        """Return what the windows' places take from each other.

        Keras' layer takes nothing that is added to the scores: they are computed between its
        projections.
        """
        if self.position_bias is None:
            return self.attention(windows, mask=mask)
        parts = self.attention.attention
        q, k, v = (
            part(windows) for part in (parts.query_dense, parts.key_dense, parts.value_dense)
        )
        scores = ops.einsum("nqhd,nkhd->nhqk", q, k) * np.float64(q.shape[-1] ** -0.5)
        scores = scores + self.position_bias(windows)
        if mask is not None:
            scores = ops.where(mask[:, None], scores, -np.inf)
        heads = ops.einsum("nhqk,nkhd->nqhd", ops.softmax(scores), v)
        return parts.output_dense(heads)

    def cut(self, x: tf.Tensor) -> tf.Tensor:
        """Return x (N, H, W, d) as windows (N H/w W/w, w w, d)."""
        _, H, W, d = x.shape
        w = self.w
        cut = ops.transpose(ops.reshape(x, (-1, H // w, w, W // w, w, d)), (0, 1, 3, 2, 4, 5))
        return ops.reshape(cut, (-1, w * w, d))

    def mask(self, H: int, W: int) -> tf.Tensor:
        """Return which places of a window may attend to each other, (H/w W/w, w w, w w).

        Regions that were apart have different numbers, as in the figure of the paper.
        """
        regions = np.zeros((1, H, W, 1), dtype="int64")
        edges = (slice(0, -self.w), slice(-self.w, -self.shift), slice(-self.shift, None))
        for number, (rows, columns) in enumerate((r, c) for r in edges for c in edges):
            regions[:, rows, columns] = number
        windows = self.cut(tf.constant(regions))[:, :, 0]
        return windows[:, :, None] == windows[:, None]

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
