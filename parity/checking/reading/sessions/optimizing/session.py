"""Steps through a case in one way of calling the user's optimizer."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import Settings, Supply
from parity.checking.reading.sessions.optimizing import construction
from parity.checking.reading.sessions.optimizing.driving import (
    Arrays,
    OptimizerSession,
    fixed_rate,
    plain,
)
from parity.checking.reading.sessions.optimizing.holders import (
    HOLDERS,
    OWN,
    Holder,
    Layered,
)
from parity.checking.reading.sessions.optimizing.roles import NUMBERS, bare, roles_of
from parity.checking.reading.sessions.optimizing.stand_ins import Layer, Net
from parity.checking.reading.sessions.optimizing.starts import Kept
from parity.checking.reading.sessions.optimizing.ways import Way, roles_in_constructor
from parity.checking.reading.sessions.session import users_code
from parity.checking.reading.source import reads, source_of
from parity.checking.reading.spellings import Names
from parity.checking.reading.wrapping import Wrapper
from parity.describing.concept import Concept

BEFORE = ("pre_update_params", "pre_update", "before_update")
READYING = ("init_params", "init_layer", "init_state", "initialize_layer", "setup_layer", "init")
"""Methods that are given a layer before it is updated for the first time."""

UNSET = re.compile(r"\b\w*[Ll]ayer\.(\w+)\s+is\s+(?:not\s+)?None\b")
"""What an optimizer keeps in a layer, and finds None there before the first step."""

RATES = {"lr", "learningrate", "eta", "stepsize"}
"""What a rate is called, and nothing else."""

AFTER = ("post_update_params", "post_update", "after_update", "step", "tick", "increment")
"""Methods without arguments that belong around an update."""


class Driven(OptimizerSession):
    """One optimizer, called in one way.

    Attributes:
        way: how it is called.
    """

    def __init__(
        self, target: Any, concept: Concept, names: Names, supply: Supply, params: Arrays, way: Way,
        wrapper: Wrapper | None = None,
    ) -> None:  # fmt: skip
        self.target, self.concept, self.names = target, concept, names
        self.supply, self.params, self.way = supply, params, way
        self.lr = supply.config.get("lr", 0.01)
        self.used: set[str] = set()
        self.holder: Holder
        if wrapper is not None and way.holder in OWN:
            self.holder = OWN[way.holder](params, names, wrapper)
        else:
            self.holder = HOLDERS[way.holder](params, names)
        if isinstance(self.holder, Layered):
            self.holder.twice = way.spread == "whole"
            self.holder.unset = tuple(UNSET.findall(source_of(target)))
            self.holder.hold(params)
        self.optimizers: dict[str, Any] = {}
        self.at_first: Any = None
        self.steps = 0
        self.kept: dict[str, Kept] = {}
        self.settings: dict[str, Any] = {}
        self.around: dict[tuple[str, ...], list[Callable[[], Any]]] = {}
        self.read: dict[str, bool] = {}
        self.signature: list[tuple[inspect.Parameter, str]] = []
        if inspect.isclass(target):
            self._construct()

    def _construct(self) -> None:
        """Construct the optimizer, or one for each array."""
        own = self.way.spread == "own"
        for name in self.params if own else [""]:
            array = self.params[name] if own else None
            build, used = construction.constructor(
                self.target, self.concept, self._for_the_constructor(), self.names,
                self._optimized(array),
            )  # fmt: skip
            self.used |= used
            with users_code("constructor"):
                self.optimizers[name] = build()
            if self.way.given not in ("call", "constructor"):
                with users_code("constructor"):
                    getattr(self.optimizers[name], self.way.given)(self._whole())

    def _for_the_constructor(self) -> Supply:
        """Return what the case has to give, without a rate where each call is given that.

        Then alpha is no rate, but the share of what is remembered.
        """
        parameters = parameters_of(getattr(self.target, self.way.method, None)) or []
        asked = [p for p in parameters if required(p) and bare(p.name) in RATES]
        own = {bare(p.name) for p in construction.parameters_with_bases(self.target)}
        if not asked or own & RATES or "lr" not in self.supply.config:
            return self.supply
        config = {name: value for name, value in self.supply.config.items() if name != "lr"}
        return Supply(self.supply.arrays, config, self.supply.order, self.supply.flags)

    def _optimized(self, array: np.ndarray | None) -> dict[str, Any]:
        """Return what the constructor is given of what is to be optimized, by its names."""
        if self.way.given != "constructor" and self.way.spread != "own":
            return {}
        parameters = construction.parameters_with_bases(self.target)
        roles = roles_in_constructor(parameters, self.names, list(self.supply.config))
        found: dict[str, Any] = {}
        for name, role in roles.items():
            if role == "shape" and array is not None:
                found[name] = array.shape
            elif role in ("values", "net", "layers"):
                if self.way.given == "constructor":
                    found[name] = self._whole() if array is None else array
                elif array is not None:
                    found[name] = array
        return found

    def _whole(self) -> Any:
        """Return all that is optimized: the weights, or a network that has them."""
        if not self.way.net:
            return self.holder.values
        layers = self.holder.values if self.way.holder.startswith("layers") else []
        if not hasattr(self.holder, "gradients"):
            self.holder.give({name: np.zeros_like(array) for name, array in self.params.items()})
            self.at_first = self.holder.gradients
        return Net(layers, self.holder.values, self.holder.gradients)

    def change_rate(self, lr: float) -> None:
        """Change the rate in the optimizer, in what is kept, or in the next call."""
        changed = False
        for obj in (*self.optimizers.values(), *self.settings.values()):
            changed = construction.change_attributes(obj, self.names, self.lr, lr) or changed
        for parameter, role in self._signature():
            changed = changed or role == "settings"
            changed = changed or (role == "lr" and self._uses(parameter.name))
        if not changed:
            raise fixed_rate()
        self.lr = lr

    def step(self, grads: Arrays) -> None:
        """Take one step."""
        self.steps += 1
        self.holder.give(grads)
        if self.way.net and self.way.given == "call":
            pass  # a new network is made for the call
        elif self.way.net:
            self._refresh()
        with users_code("update"):
            self._around(BEFORE)
            if self.way.spread in ("each", "own"):
                self._step_each(grads)
            elif self.way.spread == "apart":
                self._step_apart(grads)
            else:
                given = self._call("", self._whole(), self.holder.gradients)
                if self.way.adds:
                    self._add(given)
                else:
                    self.params = self.holder.read(given)
            self._around(AFTER)

    def _refresh(self) -> None:
        """Give the network that the optimizer knows its new gradients.

        One that took the arrays of the gradients out of the network finds the new numbers there.
        """
        if isinstance(self.at_first, dict):
            for key, array in self.at_first.items():
                array[...] = self.holder.gradients[key]
        elif isinstance(self.at_first, list):
            for array, new in zip(self.at_first, self.holder.gradients, strict=True):
                if isinstance(array, np.ndarray):
                    array[...] = new
        for obj in self.optimizers.values():
            for value in vars(obj).values():
                if isinstance(value, Net):
                    value.grads = value.gradients = self.holder.gradients

    def _around(self, methods: tuple[str, ...]) -> None:
        """Call what belongs before, or behind, an update."""
        if methods not in self.around:
            self.around[methods] = [
                method
                for obj in self.optimizers.values()
                for method in (getattr(obj, name, None) for name in methods)
                if callable(method)
                and getattr(method, "__name__", "") != self.way.method
                and not any(required(p) for p in parameters_of(method) or [])
            ]
        for method in self.around[methods]:
            method()

    def _step_each(self, grads: Arrays) -> None:
        """Call the update with one array after the other."""
        objects = self.way.holder in ("objects", "arrays", "layers", "layers of lists", *OWN)
        if objects and self.way.spread == "each":
            for place, value in enumerate(self.holder.values):
                self._make_ready(value)
                self._call(str(place), value, getattr(value, "grads", None))
            self.params = self.holder.read(None)
            return
        for name in self.params:
            given = self._call(name, self.params[name], grads[name])
            if given is not None:
                now = plain(given)
                sign = self.way.adds
                self.params[name] = self.params[name] + sign * now if sign else now

    def _make_ready(self, layer: Any) -> None:
        """Have the optimizer put into a layer what it will keep there, before the first step."""
        if self.steps > 1 or not isinstance(layer, Layer):
            return
        obj = self.optimizers.get("")
        for name in READYING:
            method = getattr(obj, name, None)
            if callable(method) and sum(map(required, parameters_of(method) or [])) == 1:
                method(layer)

    def _step_apart(self, grads: Arrays) -> None:
        """Call the update with weights and biases as arguments by themselves."""
        weight, bias = list(self.params)
        given = self._call("", self.params[weight], grads[weight], self.params[bias], grads[bias])
        if isinstance(given, tuple | list):
            self.params = dict(zip((weight, bias), map(plain, given), strict=False))

    def _add(self, given: Any) -> None:
        """Add what was returned to the weights."""
        table = self.holder.values
        steps = HOLDERS[self.way.holder](self.params, self.names)
        now = steps.read(given)
        del table
        self.params = {n: a + self.way.adds * now[n] for n, a in self.params.items()}
        self.holder.hold(self.params)

    def _signature(self) -> list[tuple[inspect.Parameter, str]]:
        """Return the parameters of what is called, with their roles."""
        if not self.signature:
            parameters = parameters_of(self._function("")) or []
            roles = roles_of(parameters, self.names, list(self.supply.config))
            self.signature = list(zip(parameters, roles, strict=True))
        return self.signature

    def _uses(self, parameter: str) -> bool:
        """Tell whether what is called makes use of its parameter; some only hand the rate on."""
        if parameter not in self.read:
            self.read[parameter] = reads(self._function(""), parameter)
        return self.read[parameter]

    def _function(self, name: str) -> Callable[..., Any]:
        if not self.optimizers:
            return self.target
        return getattr(
            self.optimizers.get(name) or next(iter(self.optimizers.values())), self.way.method
        )

    def _call(
        self, name: str, values: Any, grads: Any, biases: Any = None, bias_grads: Any = None
    ) -> Any:
        """Call the update once, and keep what it returns for the next time."""
        signature = self._signature()
        if name not in self.kept:
            states = [p.name for p, role in signature if role == "state"]
            self.kept[name] = Kept(self.way, self._function(name), states)
        kept = self.kept[name]
        by_role = {
            "values": values, "gradients": grads, "net": values, "layers": values,
            "biases": biases, "bias gradients": bias_grads,
            "count": self.steps - 1 + self.way.count, "lr": self.lr, "size": 1, "key": name,
        }  # fmt: skip
        if self.way.net and not isinstance(values, Net):
            by_role["net"] = self._whole()
        if self.way.swapped:
            by_role["values"], by_role["gradients"] = grads, values
        arguments: list[Any] = []
        keywords: dict[str, Any] = {}
        for parameter, role in signature:
            value, skip = self._value(parameter, role, by_role, name, values, kept)
            if skip:
                continue
            if parameter.kind is parameter.POSITIONAL_ONLY:
                arguments.append(value)
            else:
                keywords[parameter.name] = value
        given = self._function(name)(*arguments, **keywords)
        return kept.taken(given, self.params.get(name))

    def _value(
        self, parameter: inspect.Parameter, role: str, by_role: Mapping[str, Any], name: str,
        values: Any, kept: Kept,
    ) -> tuple[Any, bool]:  # fmt: skip
        """Return what a parameter is passed, and whether it is passed nothing."""
        if role == "more":
            return None, True
        if role == "settings":
            if name not in self.settings:
                self.settings[name] = Settings(self.supply, self.names)
                if self.way.spread == "whole":
                    self.settings[name].setdefault("t", self.way.count)
            self.used.update(self.settings[name].used)
            settings = kept.settings if kept.settings is not None else self.settings[name]
            return settings, False
        if role == "state":
            form = self.holder.state if self.way.spread == "whole" else None
            return kept.state(parameter, values, form), False
        if role == "option":
            meaning = self.names.meaning(parameter.name, self.supply.config)
            assert meaning
            self.used.add(meaning)
            return self.supply.config[meaning], False
        if role == "lr":
            if not required(parameter) and parameter.default is None:
                return None, True
            if self._uses(parameter.name):
                self.used.add("lr")
        if role == "key" and bare(parameter.name) in NUMBERS:
            return list(self.params).index(name) if name in self.params else 0, False
        if role == "gradients" and bare(parameter.name).endswith(("func", "fn", "function")):
            gradient = by_role["gradients"]
            return (lambda *_: gradient), False
        if role in by_role and (required(parameter) or role in ("key", "count", "lr")):
            return by_role[role], False
        return None, True
