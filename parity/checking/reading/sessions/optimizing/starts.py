"""What a functional update keeps between its calls, and how that starts."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import UnknownShapeError
from parity.checking.reading.sessions.optimizing.ways import Way

TELLING = ("velocity", "adam", "momentum", "state", "optimizer", "cache", "rmsprop", "adagrad")


def initial_functions(function: Callable[..., Any]) -> list[Callable[..., Any]]:
    """Return functions beside ``function`` that make what it keeps, the likeliest first."""
    beside = getattr(inspect.unwrap(function), "__globals__", {})
    own = getattr(function, "__name__", "").lower()
    found = []
    for name, obj in beside.items():
        short = name.lower()
        if not (short.startswith("init") and inspect.isfunction(obj)):
            continue
        told = [word for word in TELLING if word in short]
        if told and len([p for p in parameters_of(obj) or [] if required(p)]) == 1:
            found.append((not any(word in own for word in told), name, obj))
    return [obj for _, _, obj in sorted(found, key=lambda f: f[:2])]


class Kept:
    """What one update keeps by the name of its parameter.

    Attributes:
        names: the parameters that hold what is kept.
        settings: the dictionary of settings that it returned, if it did.
    """

    def __init__(self, way: Way, function: Callable[..., Any], names: list[str]) -> None:
        self.way, self.function, self.names = way, function, names
        self.states: dict[str, Any] = {}
        self.settings: dict[str, Any] | None = None

    def state(
        self, parameter: inspect.Parameter, values: Any, form: Callable[[], Any] | None
    ) -> Any:
        """Return what is passed for a parameter that holds a state."""
        name = parameter.name
        if not self.states and self.way.start == "init":
            self._begin(values)
        if name not in self.states:
            self.states[name] = self._first(values, form)
        return self.states[name]

    def _begin(self, values: Any) -> None:
        """Let the user's own function make the states, in the order of the parameters."""
        names = self.names
        functions = initial_functions(self.function)
        if not functions:
            raise LookupError("no function makes the first state")
        made = functions[0](values)
        made = made if isinstance(made, tuple) and len(names) > 1 else (made,)
        self.states.update(zip(names, made, strict=False))

    def _first(self, values: Any, form: Callable[[], Any] | None) -> Any:
        start = self.way.start
        if start == "none":
            return None
        if start == "empty":
            return {}
        zeros = form() if form is not None else np.zeros(np.shape(values))
        if start == "pairs" and isinstance(zeros, list):
            return [(zero.copy(), zero.copy()) for zero in zeros]
        return zeros

    def taken(self, given: Any, before: np.ndarray | None) -> Any:
        """Keep the states that came back; return the parameters."""
        if not isinstance(given, tuple | list) or len(given) < 2:
            return given
        names = self.names
        if isinstance(given, list) and not names:
            return given
        if given[0] is None:
            raise UnknownShapeError(
                "it returns None in the place of the new parameters",
                "新しいパラメータの代わりに None を返す",
            )
        rest = list(given[1:])
        if isinstance(rest[0], dict) and not names:
            self.settings = rest[0]
            return given[0]
        if not names:
            return given if before is None else given[0]
        for name, value in zip(names, rest, strict=False):
            self.states[name] = value
        return given[0]
