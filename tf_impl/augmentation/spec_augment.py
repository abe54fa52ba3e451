"""SpecAugment in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def spec_augment(x: tf.Tensor, bands: tf.Tensor, spans: tf.Tensor, value: float = 0.0) -> tf.Tensor:
    """Return a spectrogram with bands of frequencies and spans of time masked.

    Shapes:
        x (..., F, T), bands (M, 2), spans (K, 2); the result as x.
    """

    def kept(masks: tf.Tensor, length: int) -> tf.Tensor:
        before = tf.sequence_mask(masks[:, 0], length)
        up_to_the_end = tf.sequence_mask(tf.reduce_sum(masks, axis=1), length)
        return tf.reduce_all(before | ~up_to_the_end, axis=0)

    F, T = x.shape[-2:]
    return tf.where(kept(bands, F)[:, tf.newaxis] & kept(spans, T), x, tf.cast(value, x.dtype))
