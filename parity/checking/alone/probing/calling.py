"""Calls the user's way back: what each of its parameters takes, and how many upstreams it has."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.checking.alone.probing.collecting import names_in_return
from parity.checking.alone.probing.probe import Root
from parity.checking.alone.probing.roles import LABEL_NAMES, backward_role, plain, role_of
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import Parameter
from parity.checking.reading.source import source_of

RATE = 1.0
"""The learning rate of a backward that updates: the change is then minus the gradient."""


FILLED = re.compile(
    r"(param_?|weight_?)?(grads?|gradients?)(_?(dict|out|table|map))?", re.IGNORECASE
)
"""Names of a dictionary that a way back fills with the gradients of parameters."""

NOT_PASSED = object()
"""Stands for: pass nothing, both ways have a default of their own."""


def takes_d_off(function: Any) -> bool:
    """Tell whether a way back takes d off something, as labels are."""
    inside = getattr(function, "__func__", function)
    return bool(re.search(r"-=?\s*d\b", source_of(inside)))


@dataclass
class BackwardCall:
    """How a way back is called.

    Attributes:
        function: it, bound to its object if it is a method; the name of a method if it is looked
            up in the copy that forward ran on.
        forward: whose result it goes back through.
        first: what takes the first place: ``upstream``, ``argument`` or ``output``.
        filled: the dictionary that it was given for gradients, if it takes one.
    """

    function: Any
    forward: Callable[..., Any]
    first: str = "upstream"
    own: Sequence[str] = ()
    outputs: list[str] = field(default_factory=list)
    takers: dict[str, str] = field(default_factory=dict)
    filled: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.outputs = names_in_return(self.forward)
        self.takers = self._takers()

    @property
    def upstreams(self) -> int:
        """Return how many upstream gradients it takes."""
        return sum(taker == "upstream" for taker in self.takers.values())

    @property
    def cached(self) -> bool:
        """Tell whether it takes what forward returned for it."""
        return "cache" in self.takers.values()

    @property
    def rated(self) -> bool:
        """Tell whether it takes a learning rate."""
        return "lr" in self.takers.values()

    def _takers(self) -> dict[str, str]:
        """Return what each parameter takes, told from its name, else from its place."""
        found: dict[str, str] = {}
        optional: list[str] = []
        first = True
        parameters = parameters_of(self.function) or []
        for p in parameters:
            if p.kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
                continue
            name, role = p.name, backward_role(p.name)
            if first and self.first != "upstream":
                found[name] = self.first
            elif name in self.own and not (first and self._upstream_by_place(name, role)):
                found[name] = "argument"
            elif role == "cache":
                found[name] = "cache"
            elif role in ("lr", "settings", "params"):
                if required(p) or role == "lr":
                    found[name] = role
            elif name in self.outputs[:-1] or (name in self.outputs and role != "upstream"):
                found[name] = "returned"
            elif role == "upstream":
                found[name] = "upstream"
                if not required(p):
                    optional.append(name)
            elif not required(p):
                continue
            elif first and (name not in LABEL_NAMES or self._is_slope(name, parameters)):
                found[name] = "upstream"
            else:
                found[name] = "rest"
            first = False
        given = [name for name, taker in found.items() if taker == "upstream"]
        tables = [name for name in given[1:] if FILLED.fullmatch(name)]
        if len(tables) == 1 == len(given) - 1 and plain(given[0]).find("grad") >= 0:
            found[tables[0]] = "filled"
        if len(optional) == len([t for t in found.values() if t == "upstream"]) > 1:
            for name in optional[1:]:
                del found[name]
        return found

    def _upstream_by_place(self, name: str, role: str) -> bool:
        return role == "upstream" and plain(name) not in ("x", "inputs", "input")

    def _is_slope(self, name: str, parameters: Sequence[Parameter]) -> bool:
        """Tell whether d is all that is asked for, and is no label."""
        alone = [p.name for p in parameters if required(p)] == [name] == ["d"]
        return alone and not takes_d_off(self.function)

    def call(self, root: Root, given: Any, upstream: Sequence[np.ndarray]) -> Any:
        """Call it with what forward left."""
        function = self.function
        own = getattr(function, "__self__", None)
        if isinstance(function, types.MethodType) and type(own) is type(root.obj):
            function = types.MethodType(function.__func__, root.obj)  # a decorator may rename it
        elif isinstance(getattr(function, "__name__", None), str) and root.obj is not None:
            function = getattr(root.obj, function.__name__, function)
        parts = list(given) if isinstance(given, tuple | list) else [given]
        cache = parts[-1]
        left = iter(upstream)
        spare = iter([cache, *root.args.values()])
        values: dict[str, Any] = {}
        self.filled = {}
        for name, taker in self.takers.items():
            match taker:
                case "upstream":
                    value = next(left, None)
                    if value is None:
                        continue
                    values[name] = value
                case "argument":
                    value = self._argument(name, root.args)
                    if value is not NOT_PASSED:
                        values[name] = value
                case "output":
                    values[name] = np.array(parts[0])
                case "cache":
                    values[name] = cache
                case "lr":
                    values[name] = RATE
                case "filled":
                    values[name] = self.filled
                case "returned":
                    values[name] = parts[self.outputs.index(name)] if len(parts) > 1 else given
                case "settings" | "params":
                    values[name] = self._like(taker, name, root.args)
                case _:
                    values[name] = self._by_name(name, root.args, spare)
        positional = [
            values.pop(p.name)
            for p in parameters_of(function) or []
            if p.kind is Parameter.POSITIONAL_ONLY and p.name in values
        ]
        return function(*positional, **values)

    def _argument(self, name: str, args: Mapping[str, Any]) -> Any:
        """Return what forward was given as ``name``, by default too; the first has any name."""
        if name in args:
            return args[name]
        if name == next(iter(self.takers)):
            return next(iter(args.values()))
        defaults = {p.name: p.default for p in parameters_of(self.forward) or []}
        wanted = any(p.name == name and required(p) for p in parameters_of(self.function) or [])
        return defaults[name] if wanted else NOT_PASSED

    def _like(self, role: str, name: str, args: Mapping[str, Any]) -> Any:
        if name in args:
            return args[name]
        return next((v for n, v in args.items() if role_of(n) == role), {})

    def _by_name(self, name: str, args: Mapping[str, Any], spare: Any) -> Any:
        """Return an argument of forward's that means the same, else what is left."""
        role = role_of(name)
        same = [v for n, v in args.items() if plain(n) == plain(name)]
        same = same or [v for n, v in args.items() if role_of(n) == role and role]
        return same[0] if same else next(spare)
