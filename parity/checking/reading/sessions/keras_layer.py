"""Keras layers: variables set by name, gradients by GradientTape, images channels-last."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError, bind
from parity.checking.reading.sessions.session import (
    Session,
    StumbleError,
    Subject,
    refuses,
    users_code,
)
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.describing.layouts import FLATTENED, to_canonical, to_framework


class KerasLayer(Subject):
    """A class that derives from ``keras.Layer``, or an instance of one."""

    first_alone = True

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        super().__init__(concept, names, Text("a Keras layer", "Keras のレイヤ"), label)
        self.target = target

    def start(self, case: DrawnCase) -> KerasSession:
        """Construct the layer in float64, and give it the case's parameters and buffers."""
        import keras

        keras.config.set_floatx("float64")
        keras.config.set_dtype_policy("float64")
        supply = self.supply(case)
        supply.arrays, supply.order = {}, ()
        used: set[str] = set()
        with users_code("constructor"):
            if inspect.isclass(self.target):
                bound = bind(self.target, supply, self.names)
                used = set(bound.used)
                layer = bound.call(self.target)
            else:
                config = self.target.get_config()
                layer = type(self.target).from_config({**config, "dtype": "float64"})
            session = self.session(case, layer, used)
            session.build()
        session.place()
        return session

    def session(self, case: DrawnCase, layer: Any, used: set[str]) -> KerasSession:
        """Return the session of a constructed layer."""
        return KerasSession(self, case, layer, used)


class KerasSession(Session):
    """One constructed layer."""

    goes_back = True
    ignores_upstream = False
    takes_mask = False

    def __init__(self, subject: KerasLayer, case: DrawnCase, layer: Any, used: set[str]) -> None:
        self.subject, self.case, self.layer, self.used = subject, case, layer, used
        self.kept: dict[str, tuple[Any, str]] = {}

    def given(self, name: str, array: np.ndarray) -> Any:
        """Return an input as a tensor in Keras' layout."""
        import tensorflow as tf

        return tf.constant(to_framework(self._layout(name), array))

    def _layout(self, name: str) -> str:
        if name in self.case.images:
            return "channels_last"
        kind = self.case.keras_layouts.get(name, "canonical").partition(":")[0]
        if kind not in FLATTENED:
            return kind
        x = next(iter(self.case.inputs[0].values()))  # the case may have been made smaller
        return f"{kind}:{','.join(str(n) for n in x.shape[1:])}"

    def _layout_of(self, name: str) -> str:
        """Return Keras' layout of a parameter, for a case that may have been made smaller."""
        if self.case.keras_layouts.get(name, "").startswith("depthwise:"):
            return f"depthwise:{next(iter(self.case.inputs[0].values())).shape[1]}"
        return self.subject.concept.weights[name].keras_layout

    def build(self) -> None:
        """Build the layer."""
        if not self.layer.built:
            first = next(iter(self.case.inputs[0]))
            self.layer.build(self.given(first, self.case.inputs[0][first]).shape)
            self.layer.built = True

    def owners(self) -> list[Any]:
        """Return what may have the variables."""
        return [self.layer]

    def place(self) -> None:
        """Set the parameters and buffers."""
        import keras

        for name, array in {**self.case.params, **self.case.buffers}.items():
            weight = self.subject.concept.weights.get(name)
            names = (*([weight.keras] if weight else ()), *self.subject.names.of(name))
            places = ((n, owner) for n in names for owner in self.owners())
            held = ((n, _attribute(owner, n)) for n, owner in places)
            found, variable = next(
                ((n, v) for n, v in held if isinstance(v, keras.Variable)), (None, None)
            )
            if variable is None:
                if name in self.case.buffers:
                    continue
                raise UnknownShapeError(
                    f"{self.subject.label} has no variable {name}",
                    f"{self.subject.label} に変数 {name} がない",
                )
            layout = self._layout_of(name) if weight and found == weight.keras else "canonical"
            arranged = to_framework(layout, array)
            if tuple(variable.shape) != np.shape(arranged):
                raise NotApplicableError(
                    f"its {found} has the shape {tuple(variable.shape)}",
                    f"{found} の形状が {tuple(variable.shape)} である",
                )
            variable.assign(arranged)
            self.kept[name] = (variable, layout)
            self.used.add(name)

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the output as an array in the canonical layout."""
        import tensorflow as tf

        self.inputs = {
            name: self.given(name, array)
            for name, array in inputs.items()
            if not name.startswith("mask")
        }
        keywords = {}
        call = parameters_of(self.layer.call) or []
        if any(parameter.name == "training" for parameter in call):
            keywords["training"] = self.case.training is not False
        try:
            with tf.GradientTape(persistent=True) as self.tape:
                for tensor in self.inputs.values():
                    self.tape.watch(tensor)
                self.output = self.call(keywords)
            with users_code("forward"):
                return to_canonical(self._layout("y"), np.array(self.output))
        except StumbleError as stumble:
            if refuses("keras", self.subject.concept, self.case, stumble.error):
                raise NotApplicableError(
                    "Keras itself refuses it", "Keras 自身が受け付けない"
                ) from stumble
            raise

    def call(self, keywords: dict[str, Any]) -> Any:
        """Return the output, a tensor."""
        with users_code("forward"):
            return self.layer(*self.inputs.values(), **keywords)

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return GradientTape's gradients."""
        import tensorflow as tf

        sources = {name: self.inputs[name] for name in self.case.differentiable}
        sources |= {n: self.kept[n][0].value for n in self.case.params}
        upstream = tf.constant(to_framework(self._layout("y"), np.asarray(dy)))
        found: dict[str, Any] = {}
        with users_code("backward"):
            gradients = self.tape.gradient(self.output, sources, output_gradients=upstream)
            for name, gradient in gradients.items():
                if gradient is None:
                    # A step function leads nowhere either; a parameter must have its gradient.
                    shape = self.case.inputs[0][name].shape if name in self.inputs else None
                    found[name] = None if shape is None else np.zeros(shape)
                    continue
                dense = np.array(tf.convert_to_tensor(gradient))
                layout = self.kept[name][1] if name in self.kept else self._layout(name)
                found[name] = to_canonical(layout, dense)
        return found

    def buffers(self) -> dict[str, Any]:
        """Return the moving statistics."""
        return {
            name: to_canonical(self.kept[name][1], np.array(self.kept[name][0]))
            for name in self.case.buffers
            if name in self.kept
        }


def _attribute(owner: Any, path: str) -> Any:
    """Return what ``owner`` has under a path such as ``cell.kernel``; None if it has nothing."""
    for part in path.split("."):
        owner = getattr(owner, part, None)
    return owner
