"""The exam's random crop and mini-batch in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def random_crop(
    image: tf.Tensor, crop_size: tuple[int, int], *, seed: int | None = None
) -> tf.Tensor:
    """Return a random window (h, w, C) of the image (H, W, C), by ``tf.image``."""
    size = (*crop_size, image.shape[-1])
    if seed is None:
        return tf.image.random_crop(image, size)
    return tf.image.stateless_random_crop(image, size, seed=(seed, 0))


def minibatch(
    data_x: tf.Tensor, data_t: tf.Tensor, i: int, batch_size: int
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the first batch that a :class:`tf.data.Dataset` gives from example i."""
    data = tf.data.Dataset.from_tensor_slices((data_x, data_t))
    return next(iter(data.skip(i).batch(batch_size)))
