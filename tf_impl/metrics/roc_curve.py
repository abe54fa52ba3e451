"""The ROC curve in Keras."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.metrics.ranking import counted_down


def roc_curve(y: tf.Tensor, t: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (FPR, TPR) for each threshold, from none to all.

    Shapes:
        y and t (N,); both results (K + 1,), for K different scores.
    """
    tp, fp = (tf.pad(count, [[1, 0]]) for count in counted_down(y, t))
    return fp / fp[-1], tp / tp[-1]
