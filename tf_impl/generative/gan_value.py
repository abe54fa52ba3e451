"""The value of a generative adversarial network's game in Keras."""

from __future__ import annotations

import tensorflow as tf
from keras import ops


def gan_value(
    d_real: tf.Tensor, d_fake: tf.Tensor, from_logits: bool = False, as_loss: bool = False
) -> tf.Tensor:
    """Return V(D, G), the negative of two :func:`keras.ops.binary_crossentropy`.

    Shapes:
        d_real, d_fake any; V a scalar.
    """
    real = ops.binary_crossentropy(ops.ones_like(d_real), d_real, from_logits)
    fake = ops.binary_crossentropy(ops.zeros_like(d_fake), d_fake, from_logits)
    loss = ops.mean(real) + ops.mean(fake)
    return loss if as_loss else -loss
