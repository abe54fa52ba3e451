"""Pooling of regions of interest in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf


def roi_pool(
    x: tf.Tensor,
    boxes: tf.Tensor,
    images: tf.Tensor,
    output_size: Sequence[int] = (7, 7),
    spatial_scale: float = 1.0,
) -> tf.Tensor:
    """Return the maxima of the bins of each box, bin by bin.

    Keras' adaptive max pooling gives the same, but its gradient is not defined everywhere.

    Shapes:
        x (N, C, H, W), as its twins have it; boxes (K, 4), images (K,), y (K, C, h, w).
    """
    pooled = [tf.zeros((0, *output_size, x.shape[1]), x.dtype)]
    maps = tf.transpose(x, (0, 2, 3, 1))
    corners = tf.cast(tf.floor(boxes * spatial_scale + 0.5), tf.int32)
    for box, n in zip(corners.numpy().tolist(), images.numpy().tolist(), strict=True):
        x1, y1, x2, y2 = box
        region = maps[n : n + 1, max(y1, 0) : y2 + 1, max(x1, 0) : x2 + 1]
        rows, columns = (
            [(i * m // parts, -(-(i + 1) * m // parts)) for i in range(parts)]
            for m, parts in zip(region.shape[1:3], output_size, strict=True)
        )
        maxima = [
            tf.reduce_max(region[:, top:bottom, left:right], axis=(1, 2))
            for top, bottom in rows
            for left, right in columns
        ]
        pooled.append(tf.reshape(tf.stack(maxima, axis=1), (1, *output_size, x.shape[1])))
    return tf.transpose(tf.concat(pooled, axis=0), (0, 3, 1, 2))
