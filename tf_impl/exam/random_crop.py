"""Random crop (exam) in Keras."""

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
