"""Plain functions: with their backward, with their derivative, or forward only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from parity.checking.reading.binding import (
    LEFT_OUT,
    Bound,
    NotApplicableError,
    Settings,
    Supply,
    bind,
    is_settings,
    parameters_of,
    required,
    value_by_name,
)
from parity.checking.reading.sessions.layer_class import by_name, in_their_order
from parity.checking.reading.sessions.session import Session, Subject, users_code
from parity.checking.reading.spellings import DERIVATIVES, Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.harness.evaluators.subject import implementation

PAIR = Text("a forward and a backward function", "forward と backward の関数の組")
DERIVATIVE = Text("a function and its derivative", "関数とその導関数")
FORWARD_ONLY = Text("a function, forward only", "順伝播だけの関数")
WITH_GRADIENT = Text("a function that returns the loss and its gradient", "損失と勾配を返す関数")


def partner_of(name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return the backward function that belongs to the forward function ``name``."""
    candidates = []
    if "forward" in name:
        candidates += [name.replace("forward", "backward"), name.replace("forward", "back")]
        short = name.replace("_forward", "").replace("forward_", "")
        for tail in ("_naive", "_fast", "_loop", "_im2col", "_vectorized"):
            bare = name.replace(tail, "")
            candidates += [bare.replace("forward", "backward"), f"{short}_backward"]
            candidates += [bare.replace("forward", "backward") + tail]
    elif "fwd" in name:
        candidates += [name.replace("fwd", "bwd")]
    else:
        candidates += [f"{name}_backward", f"backward_{name}", f"{name}_back", f"{name}_bwd"]
    return next((namespace[c] for c in candidates if callable(namespace.get(c))), None)


def derivative_of(name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return the function that is the derivative of the function ``name``."""
    short = name.removesuffix("_function").removesuffix("_func")
    for stem in (name, short):
        for form in DERIVATIVES:
            found = namespace.get(form.format(stem))
            if callable(found):
                return found
    return None


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
    ) -> None:
        shape = PAIR if backward else DERIVATIVE if derivative else FORWARD_ONLY
        super().__init__(concept, names, shape, label)
        self.function, self.back, self.derivative = forward, backward, derivative

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
        self.gradient: Any = None
        self.cache: Any = None
        self.output: Any = None
        self.goes_back = bool(subject.back or subject.derivative)
        self.ignores_upstream = False
        parameters = parameters_of(subject.function) or []
        self.takes_mask = any(self.names.meaning(p.name, ["mask"]) for p in parameters)
        self.tells_training = any(
            is_settings(p) or self.names.meaning(p.name, ["training"]) == "training"
            for p in parameters
        )

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the output; keep the cache."""
        if self.case.training is False and not self.tells_training:
            raise NotApplicableError(
                "it cannot be told to infer (no mode or train_flg)",
                "推論モードへの切り替え(mode や train_flg)がない",
            )
        self.inputs = dict(inputs)
        self.supply.arrays.update(inputs)
        given = self._call_by_order(inputs)
        if given is None:
            bound = bind(self.subject.function, self.supply, self.names, self.settings)
            self.used |= bound.used
            with users_code("forward"):
                given = bound.call(self.subject.function)
        self.used |= self.settings.used
        return self._output(given)

    def _call_by_order(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Call a loss of two arguments, whose order their names tell; None if it is none."""
        parameters = [p for p in parameters_of(self.subject.function) or [] if required(p)]
        if self.subject.concept.kind != "loss" or len(parameters) != 2:
            return None
        ordered = in_their_order([p.name for p in parameters], inputs, self.names)
        rest = [p for p in parameters_of(self.subject.function) or [] if not required(p)]
        keywords = {}
        for parameter in rest:
            meaning = self.names.meaning(parameter.name, self.supply.config)
            if meaning:
                keywords[parameter.name] = self.supply.config[meaning]
                self.used.add(meaning)
        with users_code("forward"):
            return self.subject.function(*ordered, **keywords)

    def _output(self, given: Any) -> Any:
        self.output = given[0] if isinstance(given, tuple | list) and len(given) else given
        if not isinstance(given, tuple | list) or not len(given):
            self.cache = given
            return given
        if self.subject.concept.kind == "loss" and self.subject.back is None and len(given) == 2:
            self.gradient = given[1]
            self.goes_back = self.ignores_upstream = True
            self.subject.shape = WITH_GRADIENT
            return given[0]
        self.cache = given[1] if len(given) == 2 else tuple(given[1:])
        return given[0]

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return the gradients of inputs and parameters."""
        if self.gradient is not None:
            return {self.case.differentiable[0]: self.gradient}
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
        if parameters and parameters[0].name.lower() in ("y", "out", "output", "s"):
            at = np.asarray(self.cache)
        supply.arrays = {"x": np.array(at), **supply.arrays}
        supply.order = ("x", *supply.order)
        bound = bind(derivative, supply, self.names, self.settings)
        if "x" not in bound.used:
            raise NotApplicableError(
                "its derivative does not take x", "導関数が x を引数に取らない"
            )
        with users_code("backward"):
            slope = bound.call(derivative)
        return {self.case.differentiable[0]: dy * np.asarray(slope)}

    def _call_backward(self, function: Callable[..., Any], dy: Any) -> Any:
        """Call a backward function with dy and what else it takes: a cache, or arrays by name."""
        supply = self.subject.supply(self.case)
        arrays = {**supply.arrays, **self.inputs}
        passed = {"dy": dy, "cache": self.cache, "x": next(iter(self.inputs.values()))}
        parameters = parameters_of(function) or []
        told = [self.names.meaning(p.name, ["cache"]) for p in parameters]
        # Without a cache beside it, what is called y is what forward returned for the way back.
        passed["y"] = self.output if "cache" in told else self.cache
        left = iter([dy, self.cache])
        options = Supply({}, supply.config, (), supply.flags)
        bound = Bound()
        values = bound.keywords
        for parameter in parameters:
            name = parameter.name
            meaning = self.names.meaning(name, passed)
            option = value_by_name(parameter, options, self.names)
            if is_settings(parameter):
                values[name] = self.settings
            elif not required(parameter):
                if option is not None:
                    values[name] = option[1]
            elif name in arrays:
                values[name] = arrays[name]
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
        given = self._call_backward(back, dy)
        wanted = [*self.case.differentiable, *self.case.params]
        if isinstance(given, dict):
            return by_name(given, wanted, self.names)
        if not isinstance(given, tuple | list):
            given = (given,)
        return dict(zip(wanted, given, strict=False))

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


class CalledFunction(Subject):
    """A function concept: called with its arguments, compared by what it returns."""

    def __init__(
        self, concept: Concept, names: Names, label: str, function: Callable[..., Any]
    ) -> None:
        super().__init__(concept, names, Text("a function", "関数"), label)
        self.function = function
        self.names = in_our_order(function, implementation("numpy", concept), names)

    def start(self, case: DrawnCase) -> CallSession:
        """Set the function up; nothing runs yet."""
        return CallSession(self, case)


def in_our_order(theirs: Callable[..., Any], ours: Callable[..., Any], names: Names) -> Names:
    """Return ``names``, and what parameters mean by their place whose names say nothing.

    A place tells where no parameter whose name is known stands in another place than ours.
    """
    own = [p for p in parameters_of(ours) or [] if p.kind is not p.KEYWORD_ONLY]
    given = [p for p in parameters_of(theirs) or [] if p.kind is p.POSITIONAL_OR_KEYWORD]
    known = [names.meaning(p.name, [o.name for o in own]) for p in given]
    pairs = list(zip(given, own, known, strict=False))
    if len(given) > len(own) or any(k not in (None, o.name) for _, o, k in pairs):
        return names
    mapping = {
        o.name: p.name
        for p, o, k in pairs
        if k is None and (required(p) or _alike(p.default, o.default))
    }
    return Names({**mapping, **names.mapping})


def _alike(theirs: Any, ours: Any) -> bool:
    """Tell whether two defaults can be those of one argument: both numbers, both words ..."""
    numbers = (int, float)
    if isinstance(theirs, bool) or isinstance(ours, bool):
        return isinstance(theirs, bool) and isinstance(ours, bool)
    return type(theirs) is type(ours) or (isinstance(theirs, numbers) and isinstance(ours, numbers))


class CallSession(Session):
    """Calls a function concept."""

    goes_back = False
    ignores_upstream = False
    takes_mask = False

    def __init__(self, subject: CalledFunction, case: DrawnCase) -> None:
        self.subject, self.case, self.names = subject, case, subject.names
        self.used: set[str] = set()
        self.in_place = False

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return what the function returns: the outputs, if it has several."""
        supply = self.subject.supply(self.case)
        leading = list(self.case.options.get("leading", ()))
        arrays: dict[str, Any] = {name: supply.config[name] for name in leading}
        if self.case.options.get("as_list"):
            arrays["gradients"] = list(inputs.values())
        else:
            arrays |= dict(inputs)
        config = {name: v for name, v in supply.config.items() if name not in leading}
        required_config = [name for name in self.case.config if name in config]
        supply.config = config
        supply.arrays = arrays
        supply.order = tuple(arrays)
        theirs = [p for p in parameters_of(self.subject.function) or [] if required(p)]
        if len(theirs) > len(arrays):  # the rest of ours is passed in our order
            supply.arrays = {**arrays, **{n: config[n] for n in required_config}}
            supply.order = (*arrays, *required_config)
        bound = bind(self.subject.function, supply, self.names)
        missing = [name for name in arrays if name not in bound.used]
        if missing:
            raise NotApplicableError(
                f"it takes no {', '.join(missing)}", f"引数 {', '.join(missing)} を取らない"
            )
        self.used |= bound.used
        kept = {name: np.array(a) for name, a in inputs.items()}
        with users_code("call"):
            given = bound.call(self.subject.function)
        return self._done_in_place(inputs, kept) if given is None else given

    def _done_in_place(
        self, inputs: Mapping[str, np.ndarray], kept: Mapping[str, np.ndarray]
    ) -> Any:
        """Return the arrays that a function without a result has changed: those are it."""
        changed = [n for n in inputs if not np.array_equal(inputs[n], kept[n])]
        outputs = self.case.options.get("outputs", ("y",))
        self.in_place = True
        if len(outputs) > 1:
            return tuple(inputs.values()) if len(outputs) == len(inputs) else None
        target = changed[0] if changed else self._place_of_result(inputs)
        return None if target is None else inputs[target]

    def _place_of_result(self, inputs: Mapping[str, np.ndarray]) -> str | None:
        """Return where the result would stand: the gradient, if there is one."""
        return next((n for n in inputs if n.startswith(("g", "grad"))), None)

    def backward(self, dy: Any) -> dict[str, Any]:
        """Never called: a function concept has no backward pass."""
        raise AssertionError

    def buffers(self) -> dict[str, Any]:
        """Return nothing: a function keeps no state."""
        return {}
