"""A class with forward and backward: our protocol, the book's, the second book's."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.reading.binding import (
    LEFT_OUT,
    MODES,
    NotApplicableError,
    UnknownShapeError,
    bind,
    parameters_of,
    required,
    training_value,
)
from parity.checking.reading.sessions.session import (
    Session,
    Subject,
    find_attribute,
    find_key,
    users_code,
)
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text

FORWARD = ("forward", "__call__", "fwd", "forward_pass", "call")
BACKWARD = ("backward", "backprop", "backward_pass", "bwd", "back", "grad", "gradient")

OURS = Text("a layer of our protocol", "本プロジェクトのレイヤの形")
BOOK = Text("a class with forward and backward", "forward と backward を持つクラス")


class LayerClass(Subject):
    """A class, or an instance without parameters, with ``forward`` and perhaps ``backward``."""

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        super().__init__(concept, names, BOOK, label)
        self.target = target

    def start(self, case: DrawnCase) -> LayerSession:
        """Construct the layer with the case's arguments and arrays."""
        supply = self.supply(case)
        if not inspect.isclass(self.target):
            with users_code("constructor"):
                layer = copy.deepcopy(self.target)
            used: set[str] = set()
            given: set[str] = set()
        else:
            bound = bind(self.target, supply, self.names)
            with users_code("constructor"):
                layer = bound.call(self.target)
            used, given = bound.used, set(bound.used)
        if isinstance(getattr(layer, "params", None), dict) and isinstance(
            getattr(layer, "grads", None), dict
        ):
            self.shape = OURS
        session = LayerSession(self, case, layer, used, supply.arrays)
        for name in case.params:
            if name not in given and not session.place(name, case.params[name].copy()):
                raise UnknownShapeError(
                    f"we do not know where {self.label} keeps {name}: neither its constructor "
                    f"takes it nor has it such an attribute",
                    f"{self.label} が {name} をどこに持つか分からない。"
                    "コンストラクタの引数にも属性にも見当たらない",
                )
        for name, array in case.buffers.items():
            if name not in given and session.place(name, array.copy()):
                used.add(name)
        return session


class LayerSession(Session):
    """One constructed layer."""

    def __init__(
        self,
        subject: LayerClass,
        case: DrawnCase,
        layer: Any,
        used: set[str],
        arrays: Mapping[str, np.ndarray],
    ) -> None:
        self.subject, self.case, self.layer, self.used = subject, case, layer, used
        self.names = subject.names
        self.arrays = arrays
        forward = find_attribute(layer, FORWARD)
        if forward is None:
            raise UnknownShapeError(
                f"{subject.label} has no forward method", f"{subject.label} に forward がない"
            )
        self._forward = getattr(layer, forward)
        backward = find_attribute(layer, BACKWARD)
        self._backward = getattr(layer, backward) if backward else None
        self.goes_back = callable(self._backward)
        parameters = parameters_of(self._backward) if self.goes_back else []
        self.ignores_upstream = parameters == []
        self.takes_mask = any(
            self.names.meaning(p.name, ["mask"]) for p in parameters_of(self._forward) or []
        )

    def place(self, name: str, array: np.ndarray) -> bool:
        """Put a parameter or buffer where the layer keeps it; tell whether it has a place."""
        names = self.names.of(name)
        for attribute in ("params", "buffers", "parameters", "state"):
            kept = getattr(self.layer, attribute, None)
            if isinstance(kept, dict):
                key = find_key(kept, names)
                if key is not None:
                    held = kept[key]
                    if isinstance(held, np.ndarray) and held.shape != array.shape:
                        raise NotApplicableError(
                            f"{name} has shape {held.shape} there, the case gives {array.shape}",
                            f"{name} の形が {held.shape} で、ケースは {array.shape} を与える",
                        )
                    if isinstance(held, np.ndarray) and "." in name:
                        held[...] = array  # a network's parts own their arrays
                    else:
                        kept[key] = array
                    return True
        found = find_attribute(self.layer, names)
        if found is None or callable(getattr(self.layer, found)):
            return False
        setattr(self.layer, found, array)
        return True

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the output of the layer."""
        positional = [array for name, array in inputs.items() if not name.startswith("mask")]
        parameters = parameters_of(self._forward) or []
        keywords: dict[str, Any] = {}
        told = self.case.training is None
        for parameter in parameters:
            meaning = self.names.meaning(parameter.name, ["training", "mask", "masks"])
            if meaning == "training":
                told = True
                keywords[parameter.name] = training_value(parameter, self.case.training)
            elif meaning == "mask" and "mask" in inputs:
                keywords[parameter.name] = inputs["mask"]
            elif parameter.name == "masks":
                keywords[parameter.name] = {
                    name.removeprefix("masks."): array
                    for name, array in inputs.items()
                    if name.startswith("masks.")
                } or None
        if not told:
            told = self._switch(self.case.training)
        if not told and self.case.training is False:
            raise NotApplicableError(
                "it cannot be told to infer (no train_flg or training)",
                "推論モードへの切り替え(train_flg や training)がない",
            )
        needed = [p for p in parameters if required(p) and p.name not in keywords]
        if len(needed) == 2 and len(positional) == 2:
            positional = in_their_order([p.name for p in needed], inputs, self.names)
        self.inputs = inputs
        with users_code("forward"):
            self.output = self._forward(*positional, **keywords)
        return self.output

    def _switch(self, training: bool | None) -> bool:
        """Tell the layer by a method or an attribute whether it trains."""
        for method, mode in (("train", True), ("eval", False)):
            if callable(getattr(self.layer, method, None)) and mode == (training is not False):
                with users_code("forward"):
                    getattr(self.layer, method)()
                return True
        found = find_attribute(self.layer, self.names.of("training"))
        if found and not callable(getattr(self.layer, found)):
            value: Any = training is not False
            if found in MODES or isinstance(getattr(self.layer, found), str):
                value = "train" if value else "test"
            setattr(self.layer, found, value)
            return True
        return False

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return the gradients of inputs and parameters."""
        assert self._backward
        arguments = [] if self.ignores_upstream else [dy, *self._besides_dy()]
        with users_code("backward"):
            given = self._backward(*arguments)
        found: dict[str, Any] = {}
        names = [*self.case.differentiable]
        if isinstance(given, dict):
            found |= by_name(given, [*names, *self.case.params], self.names)
        elif isinstance(given, tuple | list):
            found |= dict(zip([*names, *self.case.params], given, strict=False))
        elif given is not None and names:
            found[names[0]] = given
        for name in names:
            if name not in found:
                attribute = find_attribute(self.layer, self.names.gradient_of(name))
                if attribute:
                    found[name] = getattr(self.layer, attribute)
        for name in self.case.params:
            gradient = self._gradient(name)
            if gradient is not None:
                found[name] = gradient
        return found

    def _besides_dy(self) -> list[Any]:
        """Return what backward needs besides dy: the input, or what forward returned."""
        passed = {**self.inputs, "y": self.output}
        needed = [p for p in parameters_of(self._backward) or [] if required(p)][1:]
        told = [self.names.meaning(p.name, passed) for p in needed]
        return [passed[name] for name in told if name]

    def _gradient(self, name: str) -> Any:
        params, grads = (getattr(self.layer, a, None) for a in ("params", "grads"))
        if isinstance(grads, dict) and grads:
            key = find_key(grads, (*self.names.of(name), *self.names.gradient_of(name)))
            if key is not None:
                return grads[key]
        if isinstance(grads, list | tuple) and isinstance(params, list | tuple):
            for param, grad in zip(params, grads, strict=False):
                if param is self.arrays.get(name):
                    return grad
            position = list(self.case.params).index(name)
            if position < len(grads):
                return grads[position]
        attribute = find_attribute(self.layer, self.names.gradient_of(name))
        return getattr(self.layer, attribute) if attribute else None

    def buffers(self) -> dict[str, Any]:
        """Return the running statistics, where the layer has them."""
        found: dict[str, Any] = {}
        for name in self.case.buffers:
            kept = getattr(self.layer, "buffers", None)
            if isinstance(kept, dict):
                key = find_key(kept, self.names.of(name))
                if key is not None:
                    found[name] = kept[key]
                    continue
            attribute = find_attribute(self.layer, self.names.of(name))
            if attribute and not callable(getattr(self.layer, attribute)):
                found[name] = getattr(self.layer, attribute)
        return found


def in_their_order(
    theirs: list[str], inputs: Mapping[str, np.ndarray], names: Names
) -> list[np.ndarray]:
    """Return a loss's two inputs in the order of the user's parameters.

    Names decide where one of them can only be the target: ``(y_true, y_pred)``, ``(d, y)``.
    """
    output, target = list(inputs)[:2]
    first, second = (name.strip("_").lower() for name in theirs[:2])
    said = [n.lower() for n in names.of(target)]
    outputs = [n.lower() for n in names.of(output)] + ["y", "x"]
    swapped = first in said and second not in said and second in outputs
    order = (target, output) if swapped else (output, target)
    return [inputs[name] for name in order]


def by_name(given: Mapping[str, Any], wanted: list[str], names: Names) -> dict[str, Any]:
    """Return the gradients in a dictionary by our names."""
    found = {}
    for name in wanted:
        key = find_key(given, (*names.gradient_of(name), *names.of(name)))
        if key is not None:
            found[name] = given[key]
    return found


__all__ = ["LEFT_OUT", "LayerClass", "LayerSession", "by_name", "in_their_order"]
