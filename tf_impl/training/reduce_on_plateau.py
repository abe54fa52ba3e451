"""A learning rate that is lowered on a plateau, in Keras."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf


def reduce_on_plateau(
    losses: tf.Tensor,
    lr: float = 0.1,
    factor: float = 0.1,
    patience: int = 10,
    threshold: float = 1e-4,
    cooldown: int = 0,
    min_lr: float = 0.0,
    mode: str = "min",
    threshold_mode: str = "rel",
) -> tf.Tensor:
    """Return the rates that :class:`keras.callbacks.ReduceLROnPlateau` sets.

    Keras lowers the rate when it is ``patience`` epochs and not when it is more, counts the last
    epoch of the cooldown, and knows no share of the best loss; so it is told one more of both, and
    what an improvement is.

    Shapes:
        losses and rates (E,).
    """
    kind = _OfAShare if threshold_mode == "rel" else keras.callbacks.ReduceLROnPlateau
    callback = kind(
        "loss",
        factor,
        patience + 1,
        mode=mode,
        min_delta=threshold,
        cooldown=cooldown + 1 if cooldown else 0,
        min_lr=min_lr,
    )
    return tf.constant(_set_by(callback, losses, lr), dtype=losses.dtype)


class _OfAShare(keras.callbacks.ReduceLROnPlateau):
    """The callback, of which an improvement must be a share of the best loss."""

    def _is_improvement(self, now: float, best: float | None) -> bool:
        share = abs(self.min_delta)
        if best is None:
            return True
        return now < best * (1 - share) if self.mode == "min" else now > best * (1 + share)


def _as_keras_counts(
    losses: tf.Tensor, lr: float, factor: float, patience: int, threshold: float, cooldown: int = 0
) -> tf.Tensor:
    """Return the rates that Keras sets with these arguments as they are."""
    callback = keras.callbacks.ReduceLROnPlateau(
        "loss", factor, patience, mode="min", min_delta=threshold, cooldown=cooldown
    )
    return tf.constant(_set_by(callback, losses, lr), dtype=losses.dtype)


def _set_by(
    callback: keras.callbacks.ReduceLROnPlateau, losses: tf.Tensor, lr: float
) -> list[float]:
    """Return the rate after each epoch."""
    model = keras.Sequential()
    model.optimizer = keras.optimizers.SGD(np.float64(lr))
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, loss in enumerate(losses.numpy()):
        callback.on_epoch_end(epoch, {"loss": loss})
        rates.append(float(model.optimizer.learning_rate))
    return rates
