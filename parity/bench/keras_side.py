"""One repeat of a work in ``tf_impl``, compiled into a graph by ``tf.function``."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from parity.bench.inputs import (
    Prepared,
    around,
    batch,
    blank,
    first_of,
    parameters,
    set_params,
    total,
    twin,
)
from parity.bench.works import Work
from parity.describing.layouts import to_framework
from tf_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from tf_impl.networks.training import train_step


class Side:
    """Keras on TensorFlow, images in NHWC."""

    def __init__(self, column: str, threads: int) -> None:
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(threads)

    def facts(self) -> dict[str, Any]:
        """Return how many threads compute."""
        return {"threads": tf.config.threading.get_intra_op_parallelism_threads()}

    def prepare(self, work: Work) -> Prepared:
        """Return the work, ready to be repeated."""
        return {"step": self._step, "layer": self._layer, "optimizer": self._optimizer}[work.kind](
            work
        )

    def training(self, work: Work) -> tuple[Any, Any, Any, tf.Tensor, tf.Tensor]:
        """Return what a training step takes: network, loss, optimizer, x and t."""
        x, t = batch(work)
        path, config = work.optimizer
        network, optimizer = self._subject(work), twin("tf_impl", path)(**config)
        return network, SoftmaxCrossEntropy(), optimizer, _tensor(x), tf.constant(t)

    def _subject(self, work: Work) -> Any:
        subject = twin("tf_impl", work.of)(**work.config)
        shape = list(np.empty(work.x, dtype=bool).shape)
        if len(shape) == 4:
            shape = [shape[0], *shape[2:], shape[1]]
        if not subject.built:
            subject.build(tuple(shape))
        set_params("keras", work, subject, lambda variable, array: variable.assign(array))
        return subject

    def _step(self, work: Work) -> Prepared:
        network, loss, optimizer, x, t = self.training(work)
        digest = {"scores": total(network(x, training=False).numpy())}
        return Prepared(lambda: train_step(network, loss, optimizer, x, t), digest, network)

    def _layer(self, work: Work) -> Prepared:
        layer = self._subject(work)
        mode = {"training": True} if work.training else {}
        y_shape = tuple(first_of(layer(_tensor(blank(work)), **mode)).shape)
        if len(y_shape) == 4:
            y_shape = (y_shape[0], y_shape[3], *y_shape[1:3])
        x, dy = (_tensor(array) for array in around(work, y_shape))

        @tf.function(autograph=False)
        def forward(x: tf.Tensor) -> tf.Tensor:
            return first_of(layer(x, **mode))

        @tf.function(autograph=False)
        def both(x: tf.Tensor, dy: tf.Tensor) -> tuple[tf.Tensor, list[tf.Tensor]]:
            weights = [variable.value for variable in layer.trainable_variables]
            watched = weights if work.indices else [x, *weights]
            with tf.GradientTape() as tape:
                tape.watch(watched)
                y = first_of(layer(x, **mode))
            gradients = tape.gradient(y, watched, output_gradients=dy)
            # That of rows that were looked up comes as slices; everybody else gives it whole.
            return y, [tf.convert_to_tensor(gradient) for gradient in gradients]

        if not work.backward:
            return Prepared(lambda: forward(x), {"y": total(forward(x).numpy())}, layer)
        y, gradients = both(x, dy)
        dx, grads = ([], gradients) if work.indices else (gradients[:1], gradients[1:])
        digest = {
            "y": total(y.numpy()),
            "parameters": total(*(gradient.numpy() for gradient in grads)),
        }
        if dx:
            digest["dx"] = total(dx[0].numpy())
        return Prepared(lambda: both(x, dy), digest, layer)

    def _optimizer(self, work: Work) -> Prepared:
        start, arrays = parameters(work)
        params = [keras.Variable(array.astype(np.float32)) for array in start]
        gradients = [_tensor(array) for array in arrays]
        optimizer = twin("tf_impl", work.of)(**work.config)
        optimizer.build(params)

        @tf.function(autograph=False)
        def update(gradients: list[tf.Tensor]) -> None:
            optimizer.apply_gradients(zip(gradients, params, strict=True))

        update(gradients)
        moved = [a - param.numpy() for a, param in zip(start, params, strict=True)]
        return Prepared(lambda: update(gradients), {"step": total(*moved)}, optimizer)


def _tensor(array: np.ndarray) -> tf.Tensor:
    layout = "channels_last" if array.ndim == 4 else "canonical"
    dtype = tf.float32 if array.dtype.kind == "f" else None
    return tf.constant(to_framework(layout, array), dtype=dtype)
