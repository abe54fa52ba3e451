"""RoIAlign in TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf


def roi_align(
    x: tf.Tensor,
    boxes: tf.Tensor,
    images: tf.Tensor,
    output_size: Sequence[int] = (7, 7),
    spatial_scale: float = 1.0,
    sampling_ratio: int = 2,
    aligned: bool = True,
) -> tf.Tensor:
    """Return the means of bilinear samples, the two neighbours along each axis weighed.

    :func:`tf.image.crop_and_resize` samples likewise, but in float32 alone.

    Shapes:
        x (N, C, H, W), as its twins have it; boxes (K, 4), images (K,), y (K, C, h, w).
    """
    corners = tf.cast(boxes, x.dtype) * spatial_scale - (0.5 if aligned else 0.0)
    sampled = tf.transpose(tf.gather(x, images), (0, 2, 3, 1))
    for axis in (1, 0):  # along the height, then along the width
        first, last = corners[:, axis], corners[:, 2 + axis]
        length = last - first if aligned else tf.maximum(last - first, 1)
        n, size = output_size[1 - axis] * sampling_ratio, sampled.shape[2 - axis]
        step = (tf.range(n, dtype=x.dtype) + 0.5) / n
        place = first[:, None] + step * length[:, None]
        near = tf.clip_by_value(place, 0, size - 1)
        low = tf.floor(near)
        after = near - low
        known = tf.cast((place >= -1) & (place <= size), x.dtype)
        before, after_it = tf.cast(low, tf.int32), tf.cast(tf.minimum(low + 1, size - 1), tf.int32)
        weight = tf.one_hot(before, size, dtype=x.dtype) * (1 - after)[..., None]
        weight += tf.one_hot(after_it, size, dtype=x.dtype) * after[..., None]
        way = "kih,khwc->kiwc" if axis else "kjw,khwc->khjc"
        sampled = tf.einsum(way, weight * known[..., None], sampled)
    y = tf.nn.avg_pool2d(sampled, sampling_ratio, sampling_ratio, "VALID")
    return tf.transpose(y, (0, 3, 1, 2))
