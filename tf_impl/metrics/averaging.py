"""What precision, recall and F share in Keras: a metric for each class, and one number of them."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf


def by_class(
    metric: Any, y: tf.Tensor, t: tf.Tensor, average: str, n_classes: int | None
) -> tf.Tensor:
    """Return a Keras metric of each class (C,), or of all one-hot entries together if micro."""
    largest = n_classes or 1 + int(max(tf.reduce_max(y), tf.reduce_max(t)))
    C = 2 if average == "binary" else largest
    kind = keras.config.floatx()
    said, true = tf.one_hot(y, C, dtype=kind), tf.one_hot(t, C, dtype=kind)
    if average == "micro":
        return metric()(true, said)
    return tf.stack([metric(class_id=c)(true, said) for c in range(C)])


def averaged(each: tf.Tensor, y: tf.Tensor, t: tf.Tensor, average: str) -> tf.Tensor:
    """Return that of class 1, or the mean over the classes that occur, or over the examples."""
    match average:
        case "binary":
            return each[1]
        case "macro":
            occurring, _ = tf.unique(tf.concat([tf.reshape(y, [-1]), tf.reshape(t, [-1])], 0))
            return tf.reduce_mean(tf.gather(each, occurring))
        case "weighted":
            return tf.reduce_mean(tf.gather(each, t))
    return each
