"""One constructed layer, run forward and back."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import (
    MODES,
    NotApplicableError,
    keeps_for_later,
    lacking,
    tells_training,
    training_value,
)
from parity.checking.reading.in_order import by_name, in_their_order
from parity.checking.reading.placement import (
    Slot,
    gradient_at,
)
from parity.checking.reading.results import assigned, output_of, through_slope
from parity.checking.reading.scores import in_form
from parity.checking.reading.sessions.calls.one_by_one import ONE_AFTER_THE_OTHER
from parity.checking.reading.sessions.calls.states import meant, told_apart
from parity.checking.reading.sessions.layers.gates_apart import GatesSlot
from parity.checking.reading.sessions.layers.layer_places import PlacedLayer
from parity.checking.reading.sessions.layers.outputs import Outputs, outputs_among
from parity.checking.reading.sessions.session import (
    find_attribute,
    users_code,
)
from parity.checking.reading.spellings import CLEARING
from parity.describing.layouts import layout

OUTPUTS = ("output", "out", "y", "outputs", "Y", "a", "A", "result", "z", "Z", "loss", "value",
           "activation", "last_output", "output_data", "L")  # fmt: skip
"""Attributes in which a forward pass leaves what it does not return."""

RATES = ("learning_rate", "lr", "eta", "alpha", "rate", "step_size")
"""Parameters of a way back that takes a step, too."""

OWN_RATES = ("learning_rate", "lr", "eta", "step_size")
"""Attributes with the rate of the steps that a layer takes by itself."""


class LayerSession(PlacedLayer):
    """One constructed layer, run forward and back.

    Attributes:
        outputs: what forward gave, where it is several outputs of our own.
    """

    outputs: Outputs | None = None

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the output of the layer."""
        inputs = in_form(self.subject.scores, inputs)
        parameters = parameters_of(self._forward) or []
        by_name = {p.name for p in parameters if not required(p)} & set(inputs)
        keywords: dict[str, Any] = {n: inputs[n] for n in by_name if not n.startswith("mask")}
        positional = [a for n, a in inputs.items() if not n.startswith("mask") and n not in by_name]
        told = self.case.training is None
        for parameter in parameters:
            meaning = self.names.meaning(parameter.name, ["training", "mask", "masks"])
            if meaning == "training":
                told = True
                keywords[parameter.name] = training_value(parameter, self.case.training)
            elif keeps_for_later(parameter):
                keywords[parameter.name] = True
            elif meaning == "mask" and "mask" in inputs:
                keywords[parameter.name] = inputs["mask"]
            elif meaning == "mask" and required(parameter):
                keywords[parameter.name] = self._open_mask(positional)
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
        for parameter in parameters:
            own = self.names.meaning(parameter.name, [*self.subject.passed, "x"])
            if own in self.subject.passed:
                if own not in self.case.params:
                    raise lacking(parameter.name)
                keywords[parameter.name] = self.case.params[own].copy()
        needed = [p for p in parameters if required(p) and p.name not in keywords]
        free = [p for p in parameters if p.name not in keywords]
        if len(positional) > 1 == len(free) == len(needed):
            positional = [list(positional)]  # one list of them all
        if len(needed) == 2 and len(positional) == 2:
            positional = in_their_order([p.name for p in needed], inputs, self.names)
        self.inputs = inputs
        self._forget()
        forward = self._forward
        if self.subject.narrow in ONE_AFTER_THE_OTHER and self._backward is None:
            forward = ONE_AFTER_THE_OTHER[self.subject.narrow](forward)
        with users_code("forward"):
            given = forward(*positional, **keywords)
        if given is None:
            given = self._left_behind(OUTPUTS)
        shape = self._output_shape(inputs)
        several = told_apart(given, self.case, self._forward)
        # What its names tell goes before the order: a step may return its cell first.
        self.outputs = None if several else outputs_among(given, self.case)
        if several or self.outputs:
            self.states = several[0] if several else self.outputs.arrays  # type: ignore[union-attr]
            given = next(iter(self.states.values()))
        elif isinstance(given, tuple):
            given, _ = output_of(given, shape, self._forward)
        self.output = given
        return self.output

    def _open_mask(self, given: list[Any]) -> np.ndarray | None:
        """Return what is passed for a mask that the case lacks: None, or one that hides nothing.

        The second has an entry for each word that asks and each that is looked at.
        """
        if not self.subject.masked or np.ndim(given[0]) < 2:
            return None
        asking, asked = given[0], given[min(1, len(given) - 1)]
        return np.ones((*asking.shape[:-1], asked.shape[-2]))

    def _forget(self) -> None:
        """Clear gradients that a layer adds up until it is told to, as PyTorch's do."""
        for name in (form + name for name in CLEARING for form in ("", "_")):
            method = getattr(self.layer, name, None)
            if callable(method) and not [p for p in parameters_of(method) or [] if required(p)]:
                with users_code("forward"):
                    method()

    def _output_shape(self, inputs: Mapping[str, np.ndarray]) -> tuple[int, ...] | None:
        if self.case.kind == "loss" and not self.case.upstream:
            return ()
        return self.case.upstream[0].shape if self.case.upstream else None

    def _left_behind(self, names: tuple[str, ...]) -> Any:
        """Return what a pass that returns nothing left in an attribute."""
        mapped = self.names.mapping.get("y")
        for name in (mapped, *names) if mapped else names:
            value = getattr(self.layer, name, None)
            if value is not None and not callable(value):
                return value
        return None

    def _switch(self, training: bool | None) -> bool:
        """Tell the layer by a method or an attribute whether it trains."""
        for method, mode in (("train", True), ("eval", False)):
            if callable(getattr(self.layer, method, None)) and mode == (training is not False):
                with users_code("forward"):
                    getattr(self.layer, method)()
                return True
        found = find_attribute(self.layer, self.names.of("training"))
        if found and callable(getattr(self.layer, found)):
            tell = getattr(self.layer, found)
            if len(parameters_of(tell) or []) != 1:
                return False
            with users_code("forward"):
                tell(training is not False)
            return True
        if found:
            value: Any = training is not False
            if found in MODES or isinstance(getattr(self.layer, found), str):
                value = "train" if value else "test"
            setattr(self.layer, found, value)
            return True
        return False

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return the gradients of inputs and parameters."""
        assert self._backward
        names = [*self.case.differentiable]
        if self.subject.meaning == "slope":
            return {names[0]: self._slope(dy)} if names else {}
        before = {name: np.array(slot.value) for name, slot in self.slots.items()}
        if self.recorded is not None:
            self.recorded.notes.clear()
        arguments, keywords = self._arguments(dy)
        for parameter in parameters_of(self._backward) or []:
            if parameter.name not in keywords and tells_training(parameter, self.names):
                keywords[parameter.name] = training_value(parameter, self.case.training)
        for rate in self._own_rates():
            setattr(self.layer, rate, 1.0)
        with users_code("backward"):
            given = self._backward(*arguments, **keywords)
        if self.silent is not None and self._takes_rate():
            held = np.asarray(self.silent.value)
            self.silent.put(np.zeros_like(layout(self.silent.layout).to_canonical(held)))
        found = self._returned(given, names)
        for name in names:
            if found.get(name) is None:
                value = self._left_gradient(name)
                if value is not None:
                    found[name] = value
        for name in self.case.params:
            gradient = self._gradient(name, before)
            if gradient is not None:
                found[name] = gradient
        return found

    def _slope(self, dy: Any) -> Any:
        """Return dL/dx by the derivative that the object gives at x."""
        parameters = [p for p in parameters_of(self._backward) or [] if required(p)]
        x = next(iter(self.inputs.values()))
        at = x
        if parameters and parameters[0].name.lower() in ("y", "out", "output", "a", "s"):
            at = np.asarray(self.output)
        arguments = [at] if parameters else []
        with users_code("backward"):
            slope = self._backward(*arguments)  # type: ignore[misc]
        if slope is None:
            slope = self._left_behind(("dx", "grad", "gradient"))
        try:
            return through_slope(dy, np.asarray(slope))
        except (TypeError, ValueError):  # another shape: that is for the comparison to say
            return slope

    def _arguments(self, dy: Any) -> tuple[list[Any], dict[str, Any]]:
        """Return what the way back is called with."""
        if self._backward and self.outputs and self.upstream:
            handed = self.outputs.handed(self._backward, self.upstream, self.case)
            if handed:
                return handed
        parameters = [p for p in parameters_of(self._backward) or [] if required(p)]
        if not parameters and self._takes_targets(parameters):
            return list(self.inputs.values()), {}
        if not parameters:
            optional = parameters_of(self._backward) or []
            upstream = [p for p in optional if p.kind is p.POSITIONAL_OR_KEYWORD][:1]
            return ([dy] if upstream and not self.ignores_upstream else []), {}
        if self.case.kind == "loss" and len(parameters) > 1:
            return self._of_loss(parameters)
        keywords: dict[str, Any] = {}
        passed = {**self.inputs, "y": self.output}
        each = meant([p.name for p in parameters_of(self._backward) or []], self.upstream)
        if each and {p.name for p in parameters} <= set(each):
            return [], {theirs: self.upstream[ours] for theirs, ours in each.items()}
        further = len(self.case.options.get("outputs", ())) - 1
        asked = [p.name for p in parameters if p.name.lower() not in RATES]
        if 0 < further == len(asked) - 1:  # of its other outputs, such as a cell's state
            others = [np.array(each) for each in self.case.further[0].values()] if (
                self.case.further
            ) else [np.zeros_like(dy) for _ in range(further)]  # fmt: skip
            rates = {p.name: 1.0 for p in parameters if p.name not in asked}
            return [], {**dict(zip(asked, [dy, *others], strict=True)), **rates}
        gradient = self._upstream_of(parameters, passed)
        for parameter in parameters:
            if parameter is gradient:
                continue
            if parameter.name.lower() in RATES:
                keywords[parameter.name] = 1.0
                continue
            meaning = self.names.meaning(parameter.name, passed)
            if meaning:
                keywords[parameter.name] = passed[meaning]
        if gradient is parameters[0]:
            return [dy], keywords
        return [], {gradient.name: dy, **keywords}

    def _upstream_of(
        self, parameters: list[inspect.Parameter], passed: Mapping[str, Any]
    ) -> inspect.Parameter:
        """Return which parameter is the upstream gradient: the first, unless it is x or y again."""
        first, *others = parameters
        if self.names.meaning(first.name, ["dy", *passed]) not in passed:
            return first
        means = {p.name: self.names.meaning(p.name, ["dy", *passed]) for p in others}
        called = [p for p in others if means[p.name] == "dy"]
        unknown = [p for p in others if not means[p.name] and p.name.lower() not in RATES]
        return next(iter(called or unknown), first)

    def _of_loss(self, parameters: list[inspect.Parameter]) -> tuple[list[Any], dict[str, Any]]:
        """Return the prediction and the target in their order, and what else is wanted."""
        theirs = [p.name for p in parameters[:2]]
        inputs = dict(self.inputs)
        if self.subject.of_output:
            first = next(iter(inputs))
            left = self._left_behind(OUTPUTS)
            if np.shape(left) != np.shape(inputs[first]):
                raise NotApplicableError("forward leaves nothing", "順伝播が何も残さない")
            inputs[first] = np.array(left)
        arguments: list[Any] = list(in_their_order(theirs, inputs, self.names))
        for parameter in parameters[2:]:
            if "act" in parameter.name.lower():
                arguments.append(_Identity())
            else:
                arguments.append(next(iter(self.inputs.values())))
        return arguments, {}

    def _returned(self, given: Any, names: list[str]) -> dict[str, Any]:
        wanted = [*names, *self.case.params]
        if isinstance(given, dict):
            return by_name(given, wanted, self.names)
        if given is None or not names:
            return {}
        ours = {**self.case.params, **self.inputs}
        shapes = {n: ours[n].shape for n in wanted if n in ours}
        several = isinstance(given, tuple) or (
            isinstance(given, list) and any(isinstance(part, np.ndarray) for part in given)
        )
        if several:
            return assigned(given, shapes, self._backward, self.names)
        return {names[0]: given}

    def _left_gradient(self, name: str) -> Any:
        names = self.names.gradient_of(name)
        if name == self.case.differentiable[0]:
            names = (*names, *self.names.gradient_of("x"))
        attribute = find_attribute(self.layer, names)
        if attribute is None or callable(getattr(self.layer, attribute)):
            return None
        return getattr(self.layer, attribute)

    def _gradient(self, name: str, before: Mapping[str, np.ndarray]) -> Any:
        """Return the gradient of a parameter in our layout."""
        slot = self.slots.get(name)
        value = self._kept_gradient(name, slot)
        if slot is not None and name in before:
            self._undo_step(slot, before[name], value)
        if value is None or slot is None or slot.layout == "canonical":
            if value is None and slot is not None and name in before:
                return self._step_taken(name, slot, before[name])
            return value
        array = np.asarray(value)
        if array.shape == layout(slot.layout).from_canonical(self.case.params[name]).shape:
            return layout(slot.layout).to_canonical(array).reshape(self.case.params[name].shape)
        return value

    def _undo_step(self, slot: Slot, before: np.ndarray, value: Any) -> None:
        """Put a parameter back that the way back has updated, where its gradient is kept."""
        if value is not None and self._takes_rate():
            slot.put(layout(slot.layout).to_canonical(before))

    def _own_rates(self) -> list[str]:
        """Return the attributes with the rate of steps that the way back takes by itself."""
        kept = getattr(self.layer, "__dict__", {}) if self.slots else {}
        return [n for n in OWN_RATES if isinstance(kept.get(n), float | int)]

    def _takes_rate(self) -> bool:
        asked = any(p.name.lower() in RATES for p in parameters_of(self._backward) or [])
        return asked or bool(self._own_rates())

    def _step_taken(self, name: str, slot: Slot, before: np.ndarray) -> Any:
        """Return the gradient of a parameter that the way back has updated with a rate of 1."""
        after = np.asarray(slot.value)
        if not self._takes_rate() or after.shape != before.shape:
            return None
        if not np.array_equal(after, before):
            self.subject.stepped.add(name)
        elif name not in self.subject.stepped:  # else its gradient is 0 here
            return None
        gradient = layout(slot.layout).to_canonical(before - after)
        slot.put(layout(slot.layout).to_canonical(before))
        return gradient.reshape(self.case.params[name].shape)

    def _kept_gradient(self, name: str, slot: Slot | None) -> Any:
        if isinstance(slot, GatesSlot):
            return slot.gradient(self.layer, self.names)
        params, grads = (getattr(self.layer, a, None) for a in ("params", "grads"))
        if isinstance(grads, list | tuple) and isinstance(params, list | tuple):
            for param, grad in zip(params, grads, strict=False):
                if param is self.arrays.get(name) or (slot and param is slot.value):
                    return grad
            position = list(self.case.params).index(name)
            if position < len(grads):
                return grads[position]
        part, _, leaf = name.rpartition(".")
        if part in self.parts:
            return self._gradient_of_part(self.parts[part], leaf, slot)
        found = gradient_at(self.layer, name, slot, self.names, self.called.get(name, ""))
        if found is None and self.recorded is not None and slot is not None:
            held = slot.value
            for w, gradient in self.recorded.notes:
                if w is held or (np.shape(w) == np.shape(held) and np.array_equal(w, held)):
                    return gradient
        return found

    def _gradient_of_part(self, part: Any, leaf: str, slot: Slot | None) -> Any:
        """Return the gradient of a parameter that one of the layer's parts keeps."""
        params, grads = (getattr(part, name, None) for name in ("params", "grads"))
        if isinstance(params, list | tuple) and isinstance(grads, list | tuple):
            for param, gradient in zip(params, grads, strict=False):
                if slot is not None and param is slot.value:
                    return gradient
        return gradient_at(part, leaf, slot, self.names)


class _Identity:
    """Stands for the activation that a loss' gradient goes on through."""

    def __call__(self, x: Any) -> Any:
        return x

    forward = fn = __call__

    def grad(self, x: Any, *_: Any) -> Any:
        return np.ones_like(x)

    gradient = derivative = grad


__all__ = ["LayerSession", "by_name", "in_their_order"]
