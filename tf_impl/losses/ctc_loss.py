"""CTC in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

NEVER = -1e30
"""The logarithm of a probability of 0: infinity itself would make the gradient NaN."""


@keras.saving.register_keras_serializable(package="dl_parity")
class CTCLoss(keras.losses.Loss):
    """L = -log p(t), by the forward variables; the gradient tape does the rest.

    :class:`keras.losses.CTC`, :func:`keras.ops.ctc_loss` and ``tf.nn.ctc_loss`` compute in float32
    whatever they are given, so that the recursion is written out with TensorFlow's own
    ``reduce_logsumexp``. Where labels do not fit into the steps, those give a large number.

    Shapes:
        t (N, S), x (N, T, C) logits, input_lengths and target_lengths (N,). L: a scalar, or (N,)
        with ``reduction="none"``.
    """

    def __init__(
        self, reduction: str = "mean", blank: int = 0, zero_infinity: bool = False, **kwargs
    ) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.blank, self.zero_infinity = blank, zero_infinity

    def __call__(
        self,
        y_true: tf.Tensor,
        y_pred: tf.Tensor,
        input_lengths: tf.Tensor | None = None,
        target_lengths: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return L; labels have lengths, where Keras' losses have weights."""
        losses = self.call(y_true, y_pred, input_lengths, target_lengths)
        if self.reduction == "none":
            return losses
        return ops.sum(losses) if self.reduction == "sum" else ops.mean(losses)

    def call(
        self,
        y_true: tf.Tensor,
        y_pred: tf.Tensor,
        input_lengths: tf.Tensor | None = None,
        target_lengths: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return the losses (N,) before the reduction."""
        t = tf.cast(y_true, tf.int32)
        (N, T, _), S = y_pred.shape, t.shape[1]
        steps = tf.fill([N], T) if input_lengths is None else tf.cast(input_lengths, tf.int32)
        counts = tf.fill([N], S) if target_lengths is None else tf.cast(target_lengths, tf.int32)
        between = tf.stack([t, tf.fill([N, S], self.blank)], axis=2)
        labels = tf.pad(
            tf.reshape(between, [N, 2 * S]), [[0, 0], [1, 0]], constant_values=self.blank
        )
        within = tf.sequence_mask(2 * counts + 1, 2 * S + 1)
        labels = tf.where(within, labels, self.blank)  # padding may hold anything
        two_before = tf.pad(labels, [[0, 0], [2, 0]], constant_values=self.blank)[:, :-2]
        may_skip = (labels != self.blank) & (labels != two_before)
        log_y = tf.gather(self.log_probabilities(y_pred), labels, axis=2, batch_dims=1)
        alpha = tf.where(tf.range(2 * S + 1) < 2, log_y[:, 0], NEVER)
        for step in range(1, T):
            before = tf.pad(alpha, [[0, 0], [2, 0]], constant_values=NEVER)
            skip = tf.where(may_skip, before[:, :-2], NEVER)
            ways = tf.stack([alpha, before[:, 1:-1], skip])
            after = log_y[:, step] + tf.reduce_logsumexp(ways, axis=0)
            alpha = tf.where((step < steps)[:, None], after, alpha)
        place = tf.range(2 * S + 1) - 2 * counts[:, None]
        last = tf.where((place == 0) | (place == -1), alpha, NEVER)
        losses = -tf.reduce_logsumexp(last, axis=1)
        impossible = 0.0 if self.zero_infinity else float("inf")
        return tf.where(losses < -NEVER / 2, losses, impossible)

    def log_probabilities(self, x: tf.Tensor) -> tf.Tensor:
        """Return those of the classes, (N, T, C)."""
        return tf.nn.log_softmax(x)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        own = {"blank": self.blank, "zero_infinity": self.zero_infinity}
        return {**super().get_config(), **own}


class _OfLogProbabilities(CTCLoss):
    """The loss of x as they are, whose gradient is the true one of a log-probability."""

    def log_probabilities(self, x: tf.Tensor) -> tf.Tensor:
        """Return x."""
        return x


class _KerasOwn(CTCLoss):
    """The loss as :func:`keras.ops.ctc_loss` gives it."""

    def call(
        self,
        y_true: tf.Tensor,
        y_pred: tf.Tensor,
        input_lengths: tf.Tensor | None = None,
        target_lengths: tf.Tensor | None = None,
    ) -> tf.Tensor:
        """Return the losses (N,)."""
        return ops.ctc_loss(y_true, y_pred, target_lengths, input_lengths, self.blank)
