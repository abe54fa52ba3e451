"""The loss of a generative adversarial network's generator in Keras."""

from __future__ import annotations

import tensorflow as tf
from keras import ops


def generator_loss(
    d_fake: tf.Tensor, form: str = "non_saturating", from_logits: bool = False
) -> tf.Tensor:
    """Return what the generator minimizes, by :func:`keras.ops.binary_crossentropy`.

    Shapes:
        d_fake any; L a scalar.
    """
    if form == "minimax":
        return -ops.mean(ops.binary_crossentropy(ops.zeros_like(d_fake), d_fake, from_logits))
    return ops.mean(ops.binary_crossentropy(ops.ones_like(d_fake), d_fake, from_logits))
