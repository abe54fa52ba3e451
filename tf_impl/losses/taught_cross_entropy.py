"""Losses in Keras; the gradient tape finds the gradients.

Each is called as ``loss(t, x)``: Keras takes the targets first, then the prediction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keras
import tensorflow as tf
from keras import ops


class HalfSquaredError(keras.losses.MeanSquaredError):
    """L = 1/2 sum (y - t)^2: half of :class:`keras.losses.MeanSquaredError`.

    Shapes:
        t, y: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "sum") -> None:
        super().__init__(reduction=reduction)

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return super().call(*_each_element(y_true, y_pred)) / 2


class MeanSquaredError(keras.losses.MeanSquaredError):
    """L = mean (y - t)^2 over every element, as :class:`keras.losses.MeanSquaredError`.

    Shapes:
        t, y: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction)

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return super().call(*_each_element(y_true, y_pred))


class BinaryCrossEntropyWithLogits(keras.losses.BinaryCrossentropy):
    """Cross-entropy of a yes or no from its logit, as :class:`keras.losses.BinaryCrossentropy`.

    Shapes:
        t, x: any, both the same. L: a scalar, or the shape of x with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(from_logits=True, label_smoothing=label_smoothing, reduction=reduction)

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return super().call(*_each_element(y_true, y_pred))


class BinaryCrossEntropy(keras.losses.BinaryCrossentropy):
    """Cross-entropy of a yes or no from its probability: :class:`keras.losses.BinaryCrossentropy`.

    Where y comes straight from Keras' sigmoid, Keras' own would go back to the logit behind it;
    here y is what counts.

    Shapes:
        t, y: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(
        self, reduction: str = "mean", label_smoothing: float = 0.0, epsilon: float = 1e-7
    ) -> None:
        super().__init__(label_smoothing=label_smoothing, reduction=reduction)
        self.epsilon = epsilon

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        with _clipping_at(self.epsilon):
            return super().call(*_each_element(y_true, y_pred))


class SoftmaxCrossEntropy(keras.losses.Loss):
    """Cross-entropy of C classes from logits, as Keras' two categorical cross-entropies.

    Shapes:
        t (...) class numbers or (..., C) one-hot, x (..., C). L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(reduction=reduction)
        self.label_smoothing = label_smoothing

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        if _are_class_numbers(y_true, y_pred) and not self.label_smoothing:
            return keras.losses.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True)
        return keras.losses.categorical_crossentropy(
            _one_hot(y_true, y_pred),
            y_pred,
            from_logits=True,
            label_smoothing=self.label_smoothing,
        )


class CrossEntropy(keras.losses.Loss):
    """Cross-entropy of C classes from probabilities.

    With ``normalize=True``, as :class:`keras.losses.CategoricalCrossentropy`, class numbers made
    one-hot: ``SparseCategoricalCrossentropy`` would clip first and then normalize. Where y comes
    straight from Keras' softmax, Keras' own would go back to the logits behind it, and neither
    normalize nor clip; here y is what counts.

    Shapes:
        t (...) class numbers or (..., C) one-hot, y (..., C). L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        normalize: bool = False,
        epsilon: float = 1e-7,
    ) -> None:
        super().__init__(reduction=reduction)
        self.label_smoothing = label_smoothing
        self.normalize = normalize
        self.epsilon = epsilon

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        y_true = _one_hot(y_true, y_pred)
        if self.normalize:
            y_pred = tf.identity(y_pred)  # forgets the logits that a Keras softmax leaves on it
            with _clipping_at(self.epsilon):
                return keras.losses.categorical_crossentropy(
                    y_true, y_pred, label_smoothing=self.label_smoothing
                )
        # Keras has no cross-entropy that does not normalize.
        log_p = ops.log(ops.clip(y_pred, self.epsilon, 1 - self.epsilon))
        smooth = self.label_smoothing
        return (smooth - 1) * ops.sum(y_true * log_p, axis=-1) - smooth * ops.mean(log_p, axis=-1)


class TaughtCrossEntropy(keras.losses.Loss):
    """L = -1/N sum t log(y + 1e-7), the form that introductory courses write.

    Shapes:
        t (...) class numbers or (..., C) one-hot, y (..., C). L: a scalar.
    """

    def __init__(self) -> None:
        super().__init__(reduction="mean")

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return -ops.sum(_one_hot(y_true, y_pred) * ops.log(y_pred + 1e-7), axis=-1)


def _each_element(y_true: tf.Tensor, y_pred: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Add an axis of length 1: Keras averages over the last axis before it reduces."""
    return y_true[..., None], y_pred[..., None]


def _are_class_numbers(y_true: tf.Tensor, y_pred: tf.Tensor) -> bool:
    return len(y_true.shape) < len(y_pred.shape)


def _one_hot(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """Return the targets one-hot; a Keras loss is given class numbers as floats."""
    if not _are_class_numbers(y_true, y_pred):
        return y_true
    return ops.one_hot(ops.cast(y_true, "int32"), y_pred.shape[-1], dtype=y_pred.dtype)


@contextmanager
def _clipping_at(epsilon: float) -> Iterator[None]:
    """Have Keras clip at ``epsilon`` meanwhile: it takes this from a global setting alone."""
    before = keras.config.epsilon()
    keras.config.set_epsilon(epsilon)
    try:
        yield
    finally:
        keras.config.set_epsilon(before)
