"""Trains with ``tf_impl``: many steps within one traced function."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from parity.describing.layouts import to_canonical, to_framework
from parity.experiments.training.drawing import Drawn, Segment
from parity.experiments.training.surfaces import Surface
from parity.experiments.training.trainers import Part
from parity.experiments.training.trainers.common import (
    Kept,
    by_rate,
    has_own_penalty,
    learned,
    penalized,
    pieces,
    scaled,
)
from parity.harness.evaluators.keras_evaluator import construct, exact
from parity.harness.evaluators.subject import dotted, locate
from tf_impl.layers.dropout import Dropout
from tf_impl.networks.training import compiled_step


class KerasSession:
    """Keras' side; see :class:`parity.experiments.training.trainers.Session`.

    Tracing takes as long as hundreds of steps, so the network of the last run is used again, with
    its variables reset, where the next run differs in nothing but its numbers.
    """

    def __init__(self) -> None:
        self.kept = Kept()
        self.made_for: Any = None

    def begin(self, drawn: Drawn) -> None:
        """Construct the network of a run, or reset the last one."""
        setting, task = drawn.setting, drawn.task
        self.drawn = drawn
        shape_and_type = task.x_train.shape[1:], task.t_train.dtype, task.t_train.ndim
        made_for = _told(drawn), shape_and_type
        if self.made_for != made_for:
            self.made_for = None
            self._construct()
            self.made_for = made_for
        else:
            for name, array in {**drawn.case.params, **drawn.case.buffers}.items():
                variable, layout = self._variable(name)
                variable.assign(to_framework(layout, array.astype(setting.dtype)))
            for variable, array in zip(self.optimizer.variables, self.untouched, strict=True):
                variable.assign(array)
        self.x = {"train": self._given(task.x_train), "test": self._given(task.x_test)}
        self.t = self._given(task.t_train)

    def _construct(self) -> None:
        setting, case = self.drawn.setting, self.drawn.case
        keras.backend.clear_session()
        keras.config.set_floatx(setting.dtype)
        keras.config.set_dtype_policy(setting.dtype)
        self.network = construct(case, setting.dtype)
        for name in self.drawn.dropouts:
            layer = getattr(self.network, name)
            assert isinstance(layer, Dropout)
            layer.scaling = setting.options.get("dropout_scaling", "inverted")
        if has_own_penalty(self.drawn):
            self._change_penalty()
        for name in set(case.params) - set(learned(self.drawn)):
            # The variable and not the layer: a frozen BatchNorm layer would stop normalizing.
            self._variable(name)[0].trainable = False
        loss = dotted(f"tf_impl.{setting.loss}")()
        optimizer_class = dotted(f"tf_impl.{setting.optimizer}")
        groups = [
            (
                optimizer_class(**exact(optimizer_class, scaled(own, rate), setting.dtype)),
                [self._variable(name)[0] for name in names],
            )
            for own in [dict(setting.optimizer_config)]
            for rate, names in by_rate(self.drawn)
        ]
        if "rates" in setting.options:
            self.optimizer: Any = ByRate(groups)
        else:
            self.optimizer = groups[0][0]
            self.optimizer.build(self.network.trainable_variables)
        self.untouched = [np.array(variable) for variable in self.optimizer.variables]
        self.compiled = _many_steps(self.network, loss, self.optimizer, setting.dtype)
        self.inference = tf.function(
            lambda x: self.network(x, training=False), autograph=False, reduce_retracing=True
        )

    def _variable(self, name: str) -> tuple[Any, str]:
        owner, attribute, layout = locate("keras", self.drawn.case, self.network, name)
        return getattr(owner, attribute), layout

    def _given(self, array: np.ndarray) -> tf.Tensor:
        dtype = self.drawn.setting.dtype if array.dtype.kind == "f" else None
        layout = "channels_last" if array.ndim == 4 else "canonical"
        return self.kept.get(
            array, str(dtype), lambda a: tf.constant(to_framework(layout, a), dtype=dtype)
        )

    def _change_penalty(self) -> None:
        """Penalize some of the layers only; show the taught penalty if it is asked for."""
        network, setting = self.network, self.drawn.setting
        layers = [getattr(network, name) for name in penalized(self.drawn)]
        # Python floats would be rounded to float32 on their way.
        l1, l2 = (np.dtype(setting.dtype).type(setting.config.get(n, 0.0)) for n in ("l1", "l2"))
        regularizer = network.regularizer

        def penalty() -> tf.Tensor:
            weights = [layer.kernel.value for layer in layers]
            value = tf.add_n([regularizer(W) for W in weights])
            if not setting.taught_penalty:
                return value
            shown = tf.add_n(
                [
                    l1 * tf.reduce_sum(tf.abs(W)) + l2 / 2 * tf.sqrt(tf.reduce_sum(tf.square(W)))
                    for W in weights
                ]
            )
            return value + tf.stop_gradient(shown - value)  # shown, with the gradient of value

        network.penalty = penalty

    def steps(self, segment: Segment) -> np.ndarray:
        """Take the steps; return their losses."""
        masks = {name: tf.constant(self._mask(name, m)) for name, m in segment.masks.items()}
        losses = self.compiled(self.x["train"], self.t, tf.constant(segment.chosen), masks)
        return losses.numpy().astype(np.float64)

    def _mask(self, name: str, mask: np.ndarray) -> np.ndarray:
        """Return the masks (k, batch, ...) of some steps in Keras' layout."""
        layout = self.drawn.mask_layouts.get(name, "canonical")
        rows = to_framework(layout, mask.reshape(-1, *mask.shape[2:]))
        return rows.reshape(*mask.shape[:2], *rows.shape[1:])

    def scores(self, part: Part, chosen: np.ndarray | None = None) -> np.ndarray:
        """Return the scores in inference."""
        x = self.x[part] if chosen is None else tf.gather(self.x[part], chosen)
        return np.concatenate([self.inference(x[piece]).numpy() for piece in pieces(len(x))])

    def parameters(self) -> dict[str, np.ndarray]:
        """Return copies of the parameters."""
        found = {}
        for name in self.drawn.case.params:
            variable, layout = self._variable(name)
            found[name] = to_canonical(layout, np.array(variable))
        return found

    def observed(self) -> dict[str, np.ndarray]:
        """Return nothing: only NumPy's run is observed."""
        return {}

    def walk(
        self, surface: Surface, start: np.ndarray, optimizer: str, config: dict, steps: int
    ) -> np.ndarray:
        """Return an optimizer's path."""
        keras.config.set_floatx("float64")
        keras.config.set_dtype_policy("float64")
        self.made_for = None
        found = dotted(f"tf_impl.{optimizer}")
        mover = found(**exact(found, config, "float64"))
        w = keras.Variable(np.array(start, dtype=float), dtype="float64")
        mover.build([w])
        update = tf.function(lambda g: mover.apply_gradients([(g, w)]), autograph=False)
        path = [np.array(w)]
        for _ in range(steps):
            update(tf.constant(surface.gradient(path[-1])))
            path.append(np.array(w))
        return np.array(path)

    def begin_taught(self, drawn: Drawn) -> None:
        """Construct a model of sequences."""
        setting, case = drawn.setting, drawn.case
        self.drawn, self.made_for = drawn, None
        keras.backend.clear_session()
        keras.config.set_floatx(setting.dtype)
        keras.config.set_dtype_policy(setting.dtype)
        network = self.network = construct(case, setting.dtype)
        of_scores: Any = None
        if setting.options.get("scores"):
            of_scores = dotted(f"tf_impl.{setting.loss}")(dtype=setting.dtype)
        found = dotted(f"tf_impl.{setting.optimizer}")
        optimizer = found(**exact(found, dict(setting.optimizer_config), setting.dtype))
        places = [self._variable(name)[0] for name in case.params]
        optimizer.build(places)

        def step(x: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
            with tf.GradientTape() as tape:
                if of_scores is None:
                    loss = network(x, t)
                else:
                    loss = of_scores(network(x, t=t[:, :-1]), t[:, 1:])
            gradients = tape.gradient(loss, [place.value for place in places])
            # Adaptive optimizers of Keras square the slices of a repeated word one by one.
            dense = [tf.convert_to_tensor(gradient) for gradient in gradients]
            optimizer.apply_gradients(zip(dense, places, strict=True))
            return loss

        self.taught_step = tf.function(step, autograph=False)

    def taught(self, x: np.ndarray, t: np.ndarray) -> float:
        """Take a step; return the loss before it."""
        return float(self.taught_step(tf.constant(x), tf.constant(t)))


class ByRate:
    """Optimizers of some variables each, used as one."""

    def __init__(self, groups: list[tuple[Any, list[Any]]]) -> None:
        self.groups = [(optimizer, {id(w) for w in moved}) for optimizer, moved in groups]
        for optimizer, moved in groups:
            optimizer.build(moved)
        self.variables = [own for optimizer, _ in groups for own in optimizer.variables]

    def apply_gradients(self, pairs: Iterable[tuple[tf.Tensor, Any]]) -> None:
        """Take a step with each."""
        given = list(pairs)
        for optimizer, moved in self.groups:
            optimizer.apply_gradients([(g, w) for g, w in given if id(w) in moved])


def _told(drawn: Drawn) -> str:
    """Return what the traced function depends on, besides shapes."""
    s = drawn.setting
    scaling = s.options.get("dropout_scaling")
    return repr(
        (
            s.network, drawn.case.configuration("keras"), s.loss, s.optimizer,
            dict(s.optimizer_config), s.dtype, s.frozen, s.without_penalty, s.taught_penalty,
            scaling, s.options.get("rates"),
        )
    )  # fmt: skip


def _many_steps(network: Any, loss: Any, optimizer: Any, dtype: str) -> Any:
    """Return a function that takes the steps of one segment, and returns their losses."""

    @tf.function(autograph=False, reduce_retracing=True)
    def steps(
        x: tf.Tensor, t: tf.Tensor, chosen: tf.Tensor, masks: dict[str, tf.Tensor]
    ) -> tf.Tensor:
        k = tf.shape(chosen)[0]

        def body(i: tf.Tensor, losses: tf.TensorArray) -> tuple[tf.Tensor, tf.TensorArray]:
            rows = chosen[i]
            own = {name: mask[i] for name, mask in masks.items()}
            value, _ = compiled_step.python_function(
                network, loss, optimizer, tf.gather(x, rows), tf.gather(t, rows), own
            )
            return i + 1, losses.write(i, value)

        losses = tf.TensorArray(dtype, size=k)
        # One step at a time: each needs the weights that the last one left.
        _, losses = tf.while_loop(lambda i, _: i < k, body, (0, losses), parallel_iterations=1)
        return losses.stack()

    return steps
