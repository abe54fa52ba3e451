"""Plain functions: with their backward, with their derivative, or forward only."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from parity.checking.loading.origin import undecorated
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import (
    LEFT_OUT,
    Bound,
    NotApplicableError,
    Settings,
    Supply,
    bind,
    is_settings,
    tells_training,
    value_by_name,
)
from parity.checking.reading.in_order import (
    by_name,
    ordered_arguments,
    takes_two,
    unread,
)
from parity.checking.reading.narrowings import narrowings
from parity.checking.reading.results import (
    are_probabilities,
    assigned,
    gradients_beside,
    output_of,
    through_slope,
)
from parity.checking.reading.scores import ALIGNED, SCORES, TURNED, forms, in_form, says_nothing
from parity.checking.reading.sessions.calls.held import HOLDERS
from parity.checking.reading.sessions.calls.one_by_one import ONE_AFTER_THE_OTHER, one_by_one
from parity.checking.reading.sessions.calls.states import meant, told_apart
from parity.checking.reading.sessions.layers.arranged import Arranged, arrangements
from parity.checking.reading.sessions.session import Session, Subject, users_code
from parity.checking.reading.spellings import DERIVATIVES, Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.harness.evaluators.evaluation import outputs_of

PAIR = Text("a forward and a backward function", "forward と backward の関数の組")
DERIVATIVE = Text("a function and its derivative", "関数とその導関数")
FORWARD_ONLY = Text("a function, forward only", "順伝播だけの関数")
WITH_GRADIENT = Text("a function that returns the loss and its gradient", "損失と勾配を返す関数")


def partners_of(name: str) -> list[str]:
    """Return what the backward function of the forward function ``name`` may be called."""
    if "forward" in name:
        found = [name.replace("forward", "backward"), name.replace("forward", "back")]
        short = name.replace("_forward", "").replace("forward_", "")
        for tail in ("_naive", "_fast", "_loop", "_im2col", "_vectorized"):
            bare = name.replace(tail, "")
            found += [bare.replace("forward", "backward"), f"{short}_backward"]
            found += [bare.replace("forward", "backward") + tail]
        return found
    if "fwd" in name:
        return [name.replace("fwd", "bwd")]
    return [f"{name}_backward", f"backward_{name}", f"{name}_back", f"{name}_bwd"]


def partner_of(name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return the backward function that belongs to the forward function ``name``."""
    found = partners_of(name)
    return next((namespace[c] for c in found if callable(namespace.get(c))), None)


def forward_of(name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return the forward function that belongs to the backward function ``name``."""
    lower = name.lower()
    if "backward" not in lower and "bwd" not in lower and not lower.endswith("_back"):
        return None
    stem = re.sub(r"_?(backward|back)_?", "", name)
    candidates = [name.replace("backward", "forward"), name.replace("bwd", "fwd"), stem]
    found = [namespace.get(c) for c in candidates if c and c != name]
    return next((f for f in found if callable(f)), None)


SHAPES = ("x_shape", "input_shape", "in_shape", "shape", "xshape", "a_shape")
"""Parameters of a backward function that are given the shape of the input."""

FLAGS = ("deriv", "derivative", "derive", "prime", "grad", "gradient", "diff", "backward", "d")


def flagged_derivative(function: Any) -> Callable[..., Any] | None:
    """Return a function's own derivative, if it has a flag for it: ``sigmoid(x, deriv=True)``."""
    for parameter in parameters_of(function) or []:
        if parameter.name.lower() in FLAGS and parameter.default is False:
            return functools.partial(undecorated(function), **{parameter.name: True})
    return None


def derivative_of(name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return the function that is the derivative of the function ``name``."""
    short = name.removesuffix("_function").removesuffix("_func")
    for stem in (name, short):
        for form in DERIVATIVES:
            found = namespace.get(form.format(stem))
            if callable(found):
                return found
    return None


@dataclass(frozen=True)
class Axes:
    """What of a reading the functions themselves do not tell.

    Attributes:
        at_output: whether the way back is given what forward returned, where its parameter's name
            may mean the input.
        narrow: for which part of the inputs the functions were written.
        held: in what a penalty is given the weights: "layers", a "list" or a "dictionary".
        scores: in what form logits are given, where it is another one.
        turned: whether a loss of (x, y) is given the target first: its names do not say.
    """

    at_output: bool = False
    narrow: str = ""
    held: str = ""
    scores: str = ""
    turned: bool = False


AT_OUTPUT = Text(
    "The backward function is given what the forward function returned.",
    "逆伝播の関数には、順伝播の関数の出力を渡した。",
)


class Functions(Subject):
    """A forward function, and how to go back, if there is a way."""

    def __init__(
        self,
        concept: Concept,
        names: Names,
        label: str,
        forward: Callable[..., Any],
        backward: Callable[..., Any] | None = None,
        derivative: Callable[..., Any] | None = None,
        axes: Axes | None = None,
    ) -> None:
        shape = PAIR if backward else DERIVATIVE if derivative else FORWARD_ONLY
        super().__init__(concept, names, shape, label)
        self.function, self.back, self.derivative = forward, backward, derivative
        self.axes = axes or Axes()
        self.narrow = self.axes.narrow
        if self.narrow == "numbers":
            self.function = one_by_one(self.function)
            self.derivative = one_by_one(self.derivative) if self.derivative else None
        if self.narrow in ONE_AFTER_THE_OTHER:
            self.function = ONE_AFTER_THE_OTHER[self.narrow](self.function)
        self.told = [AT_OUTPUT] if self.axes.at_output else []
        self.lone = False
        self.told += [HOLDERS[self.axes.held][0]] if self.axes.held else []
        self.told += [TURNED] if self.axes.turned else []
        self.told += [SCORES[self.axes.scores][0]] if self.axes.scores else []

    def others(self) -> Iterator[Subject]:
        """Yield the readings with the way back at the output, in other layouts, both."""
        plain = [self.axes]
        if self.concept.group == "activations" and (self.back or self.derivative):
            plain.append(replace(self.axes, at_output=True))
            yield self._with(plain[-1])
        if self.concept.group == "regularizers":
            for held in HOLDERS:
                yield self._with(replace(self.axes, held=held))
        for form in forms(self.concept, [p.name for p in parameters_of(self.function) or []]):
            plain.append(replace(self.axes, scores=form))
            yield self._with(plain[-1])
        if self.concept.kind == "loss" and says_nothing(self.function):
            plain.append(replace(self.axes, turned=True))
            yield self._with(plain[-1])
        for narrow in narrowings(self.concept):
            for axes in [each for each in plain if not each.narrow and not each.at_output]:
                plain.append(replace(axes, narrow=narrow))
                yield self._with(plain[-1])
        for axes in plain:
            if axes.narrow == "each_example":
                continue  # without the axis of examples there is no other place for it
            for arrangement in arrangements(self.concept, True, axes.narrow):
                yield Arranged(self._with(axes), arrangement)

    def _with(self, axes: Axes) -> Functions:
        other = Functions(
            self.concept, self.names, self.label, self.function, self.back, self.derivative, axes
        )
        other.lone = self.lone
        return other

    def start(self, case: DrawnCase) -> FunctionSession:
        """Set the function up; nothing runs yet."""
        return FunctionSession(self, case)


class FunctionSession(Session):
    """Calls the functions; what they keep stays in the dictionary that they are given."""

    def __init__(self, subject: Functions, case: DrawnCase) -> None:
        self.subject, self.case, self.names = subject, case, subject.names
        self.supply = subject.supply(case, with_inputs=True)
        self.settings = Settings(self.supply, self.names)
        self.used: set[str] = set()
        self.meant: dict[str, str] = {}  # which array each argument of the forward function is
        self.gradient: Any = None
        self.beside: dict[str, Any] = {}
        self.cache: Any = None
        self.output: Any = None
        self.in_place = False
        self.way_back = subject.back
        self.goes_back = bool(subject.back or subject.derivative)
        self.loss_gradient = self._loss_gradient()
        self.ignores_upstream = self.loss_gradient is not None
        parameters = parameters_of(subject.function) or []
        self.takes_mask = any(self.names.meaning(p.name, ["mask"]) for p in parameters)
        self.tells_training = any(
            is_settings(p) or tells_training(p, self.names) for p in parameters
        )

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the output; keep the cache."""
        if self.case.training is False and not self.tells_training:
            raise NotApplicableError(
                "it cannot be told to infer (no mode or train_flg)",
                "推論モードへの切り替え(mode や train_flg)がない",
            )
        self.inputs = inputs = in_form(self.subject.axes.scores, inputs)
        self.supply.arrays.update(inputs)
        if self.subject.axes.held:
            _, hold = HOLDERS[self.subject.axes.held]
            self.supply.arrays["W"] = hold(inputs["W"])
        given = self._call_by_order(inputs)
        if given is None:
            bound = bind(self.subject.function, self.supply, self.names, self.settings)
            self.used |= bound.used
            self.meant = {n: own for n, own in bound.names.items() if own in self.supply.arrays}
            self._require_all(bound)
            with users_code("forward"):
                given = bound.call(self.subject.function)
        self.used |= self.settings.used
        return self._output(given)

    def _require_all(self, bound: Bound) -> None:
        """Refuse a case with a bias, or with parameters at all, for a function that takes none."""
        params, cases = set(self.case.params), self.subject.concept.cases
        if params and not params & bound.used and not all(case.params for case in cases):
            names = ", ".join(self.case.params)
            raise NotApplicableError(f"it has no {names}", f"{names} がない")
        if "b" in self.case.params and "W" in bound.used and "b" not in bound.used:
            raise NotApplicableError("it has no bias", "バイアスがない")

    def _call_by_order(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Call a loss of two arguments, whose order their names tell; None if it is none."""
        if not self._takes_two(self.subject.function):
            return None
        return self._called_in_order(self.subject.function, inputs, "forward")

    def _takes_two(self, function: Callable[..., Any]) -> bool:
        concept = self.subject.concept
        return concept.kind == "loss" and takes_two(function) and concept.name not in ALIGNED

    def _called_in_order(
        self, function: Callable[..., Any], inputs: Mapping[str, np.ndarray], stage: str
    ) -> Any:
        """Call a loss, or its gradient, with its two inputs in its order and with its options."""
        ordered, keywords = ordered_arguments(function, inputs, self.names, self.supply.config)
        self.used |= set(keywords)
        ordered = ordered[::-1] if self.subject.axes.turned else ordered
        options = {theirs: self.supply.config[own] for own, theirs in keywords.items()}
        with users_code(stage):
            return function(*ordered, **options, **unread(function))

    def _loss_gradient(self) -> Callable[..., Any] | None:
        """Return the function that gives a loss' gradient, from what the loss is given."""
        function = self.subject.derivative or self.subject.back
        if function is None or not self._takes_two(function):
            return None
        target = list(self.case.inputs[0])[1]
        meant = [self.names.meaning(p.name, (target, "dy", "cache"))
                 for p in parameters_of(function) or []]  # fmt: skip
        plain = target in meant and not {"dy", "cache"} & set(meant)
        return function if plain or self.subject.derivative else None

    def _output(self, given: Any) -> Any:
        """Return the output among what the function returned; keep the rest for the way back."""
        if not isinstance(given, tuple | list) or not len(given):
            self.cache = self.output = given
            return given
        if self.subject.concept.kind == "loss":
            return self._loss_of(given)
        several = told_apart(given, self.case, self.subject.function)
        if several:
            self.states, self.cache = several
            self.output = next(iter(self.states.values()))
            return self.output
        shape = self.case.upstream[0].shape if self.case.upstream else None
        self.output, self.cache = output_of(given, shape, self.subject.function)
        if outputs_of(self.case) == ("loss",) and self.subject.back is None:
            arrays = {**self.case.params, **self.inputs}
            wanted = [*self.case.params, *self.case.differentiable]
            shapes = {name: arrays[name].shape for name in wanted}
            self.beside = gradients_beside(given, shapes, self.subject.function, self.names)
            if self.beside:
                self.goes_back = self.ignores_upstream = True
                self.subject.shape = WITH_GRADIENT
        return self.output

    def _loss_of(self, given: Any) -> Any:
        """Return the loss among several results; a gradient beside it is kept."""
        shape = self.case.upstream[0].shape if self.case.upstream else ()
        self.output, self.cache = output_of(given, shape)
        prediction = next(iter(self.inputs.values()))
        if self.subject.back is None:
            for part in given:
                beside = part is not self.output and np.shape(part) == prediction.shape
                if beside and np.ndim(part) and not are_probabilities(part):
                    self.gradient = part
                    self.goes_back = self.ignores_upstream = True
                    self.subject.shape = WITH_GRADIENT
        return self.output

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return the gradients of inputs and parameters."""
        if self.beside:
            return self.beside
        if self.gradient is not None:
            return {self.case.differentiable[0]: self.gradient}
        if self.loss_gradient:
            return {
                self.case.differentiable[0]: self._called_in_order(
                    self.loss_gradient, self.inputs, "backward"
                )
            }
        if self.subject.back:
            return self._through_the_pair(dy)
        assert self.subject.derivative
        derivative = self.subject.derivative
        parameters = [p for p in parameters_of(derivative) or [] if required(p)]
        first = next(iter(self.inputs.values()))
        supply = self.subject.supply(self.case)
        arrays = [p for p in parameters if not self.names.meaning(p.name, supply.config)]
        if len(arrays) == 2 and not self.case.params:
            return {self.case.differentiable[0]: self._call_backward(derivative, dy)}
        at = first
        named_output = parameters and parameters[0].name.lower() in ("y", "out", "output", "s")
        if named_output or self.subject.axes.at_output:
            at = np.asarray(self.output)
        supply.arrays = {"x": np.array(at), **supply.arrays}
        supply.order = ("x", *supply.order)
        bound = bind(derivative, supply, self.names, self.settings)
        if "x" not in bound.used:
            raise NotApplicableError(
                "its derivative does not take x", "導関数が x を引数に取らない"
            )
        with users_code("backward"):
            slope = bound.call(derivative)
        return {self.case.differentiable[0]: through_slope(dy, np.asarray(slope))}

    def _call_backward(self, function: Callable[..., Any], dy: Any) -> Any:
        """Call a backward function with dy and what else it takes: a cache, or arrays by name."""
        supply = self.subject.supply(self.case)
        arrays = {**supply.arrays, **self.inputs}
        first = next(iter(self.inputs))
        passed = {"dy": dy, "cache": self.cache, "x": self.inputs[first]}
        parameters = parameters_of(function) or []
        told = [self.names.meaning(p.name, ["cache"]) for p in parameters]
        # Without a cache beside it, what is called y is what forward returned for the way back.
        passed["y"] = self.output if "cache" in told else self.cache
        if self.subject.axes.at_output:
            passed["x"] = arrays[first] = self.output
        named = any(self.names.meaning(p.name, passed) == "dy" or p.name == "dx"
                    for p in parameters)  # fmt: skip
        each = meant([p.name for p in parameters], self.upstream)
        # What returns its output alone leaves the way back to ask for the input again.
        kept = self.cache if self.cache is not self.output else self.inputs[first]
        left = iter([kept] if named or each else [dy, kept])
        options = Supply({}, supply.config, (), supply.flags)
        bound = Bound()
        values = bound.keywords
        for parameter in parameters:
            name = parameter.name
            meaning = self.names.meaning(name, passed)
            option = value_by_name(parameter, options, self.names)
            if name in each:
                values[name] = self.upstream[each[name]]
            elif is_settings(parameter):
                values[name] = self.settings
            elif name.lower() in SHAPES:
                values[name] = np.shape(self.inputs[first])
            elif not required(parameter):
                if option is not None:
                    values[name] = option[1]
            elif name in arrays:
                values[name] = arrays[name]
            elif self.meant.get(name) in arrays and meaning != "dy":
                values[name] = arrays[self.meant[name]]
            elif meaning or name == "dx":
                values[name] = passed[meaning or "dy"]
            elif (own := self.names.meaning(name, arrays)) is not None:
                values[name] = arrays[own]
            elif option is not None:
                values[name] = option[1]
            elif parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                values[name] = next(left, self.cache)
            if parameter.kind is parameter.POSITIONAL_ONLY and name in values:
                bound.positional.append(values.pop(name))
            elif values.get(name) is LEFT_OUT:
                del values[name]
        with users_code("backward"):
            return bound.call(function)

    def _through_the_pair(self, dy: Any) -> dict[str, Any]:
        back = self.subject.back
        assert back
        kept = np.array(dy)
        given = self._call_backward(back, dy)
        wanted = [*self.case.differentiable, *self.case.params]
        if given is None and isinstance(dy, np.ndarray) and not np.array_equal(kept, dy):
            self.in_place = True
            return {wanted[0]: dy}
        if isinstance(given, dict):
            return by_name(given, wanted, self.names)
        ours = {**self.inputs, **self.case.params}
        shapes = {name: np.shape(ours[name]) for name in wanted}
        return assigned(given, shapes, back, self.names)

    def buffers(self) -> dict[str, Any]:
        """Return the running statistics from the dictionary that the function was given."""
        found = {}
        for name in self.case.buffers:
            if name in self.settings.used:
                for spelling in self.names.of(name):
                    if dict.__contains__(self.settings, spelling):
                        found[name] = dict.__getitem__(self.settings, spelling)
                        break
        return found
