"""Early stopping in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def early_stopping(
    losses: tf.Tensor, patience: int = 0, min_delta: float = 0.0, mode: str = "min"
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (stop, best), which :class:`keras.callbacks.EarlyStopping` decides.

    Shapes:
        losses (E,); both results scalars.
    """
    model = keras.Sequential()
    model.stop_training = False
    callback = keras.callbacks.EarlyStopping("loss", min_delta, patience, mode=mode)
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"loss": loss})
        if model.stop_training:
            break
    return tf.constant(epoch), tf.constant(callback.best_epoch)
