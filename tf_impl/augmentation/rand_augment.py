"""RandAugment in TensorFlow."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.augmentation.brightness import brightness
from tf_impl.augmentation.contrast import contrast
from tf_impl.augmentation.rotate import rotate


def rand_augment(
    x: tf.Tensor,
    operations: tf.Tensor,
    magnitudes: tf.Tensor,
    fill: float = 0.0,
    clip: tuple[float, float] = (0.0, 1.0),
) -> tf.Tensor:
    """Return the images, each changed by its own operations.

    ``keras.layers.RandAugment`` draws them itself, and has other largest magnitudes.

    Shapes:
        x (N, C, H, W), operations and magnitudes (N, L); the result as x.
    """
    for chosen, m in zip(
        tf.unstack(operations, axis=1), tf.unstack(magnitudes, axis=1), strict=True
    ):
        along = m[:, tf.newaxis, tf.newaxis, tf.newaxis]
        sideways = tf.transpose(x, [0, 1, 3, 2])
        made = [
            x,
            rotate(x, 30 * m, fill),
            brightness(x, 1 + 0.9 * m, "scale", clip),
            contrast(x, 1 + 0.9 * m, clip=clip),
            tf.where(x >= 1 - tf.abs(along), 1 - x, x),
            _moved(x, m, fill),
            tf.transpose(_moved(sideways, m, fill), [0, 1, 3, 2]),
        ]
        x = tf.gather_nd(
            tf.stack(made, axis=1), tf.cast(chosen, tf.int32)[:, tf.newaxis], batch_dims=1
        )
    return x


def _moved(x: tf.Tensor, m: tf.Tensor, fill: float) -> tf.Tensor:
    """Return the images moved along their last axis."""
    width = x.shape[-1]
    by = tf.cast(0.45 * m * width, tf.int32)  # towards 0
    place = tf.range(width) - by[:, tf.newaxis]
    inside = (place >= 0) & (place < width)
    y = tf.gather(x, place % width, axis=3, batch_dims=1)
    return tf.where(inside[:, tf.newaxis, tf.newaxis], y, tf.cast(fill, x.dtype))
