"""In which ways an optimizer may be meant to be called: choices on independent axes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.sessions.optimizing.construction import parameters_with_bases
from parity.checking.reading.sessions.optimizing.roles import bare, roles_of
from parity.checking.reading.spellings import Names
from parity.describing.concept import Text

METHODS = (
    "update", "step", "apply", "update_params", "apply_gradients", "__call__",
    "update_parameters", "update_weights", "optimize", "apply_grads", "apply_gradient",
    "update_param", "update_parameter", "minimize", "update_one", "_update", "compute_step",
    "_compute_step", "get_step", "compute_update", "get_update", "get_updates", "calculate_update",
    "get_gradients", "calc_update", "direction", "update_grad", "update_grads", "update_layer",
)  # fmt: skip
"""Names of methods that update, the likeliest first."""

SETUP = ("setup", "set_params", "set_parameters", "set_model", "set_net", "attach", "register",
         "set_layers", "init", "initialize", "build", "setup_params")  # fmt: skip
"""Names of methods that are given what is to be optimized."""

COLLECTIONS = ("dict", "list", "numbered", "prefixed", "dicts", "lists", "bundle", "arrays")
OBJECTS = ("objects", "arrays", "pairs", "layers", "layers of lists", "list", "dict")
NETS = ("layers", "layers of lists", "dict", "list", "objects", "arrays", "dicts", "lists")


@dataclass(frozen=True)
class Way:
    """One choice on each axis.

    Attributes:
        method: the method that is called; none for a function.
        holder: in which form weights and gradients are passed.
        spread: ``whole`` in one call, ``each`` array in a call, or each with an optimizer of its
            ``own``; ``apart``: weights and biases are arguments by themselves.
        given: where the weights are passed: in the ``call``, the ``constructor`` or a ``setup``.
        net: whether they are wrapped in a network.
        adds: 1 if what is returned is added to the weights, -1 if it is subtracted.
        swapped: gradients stand before the weights, though no name says so.
        start: how what is kept starts: ``zeros``, ``none``, ``empty``, ``init`` (by a function).
        count: what the first step is called.
        guess: whether a way that changes nothing is no way at all.
    """

    method: str = ""
    holder: str = "dict"
    spread: str = "whole"
    given: str = "call"
    net: bool = False
    adds: int = 0
    swapped: bool = False
    start: str = "zeros"
    count: int = 1
    guess: bool = True

    @property
    def told(self) -> list[Text]:
        """What the reader should know of this way."""
        found = []
        if self.adds:
            en, ja = ("added to", "足す") if self.adds > 0 else ("subtracted from", "引く")
            found.append(
                Text(
                    f"What {self.method} returns is taken for the step, which is {en} the weights.",
                    f"{self.method} の戻り値は更新量とみなし、重みに{ja}。"
                    if self.adds > 0
                    else f"{self.method} の戻り値は更新量とみなし、重みから{ja}。",
                )
            )
        if self.spread == "own":
            found.append(
                Text(
                    "An optimizer of its own is made for each array, as its update takes one.",
                    "更新が配列を 1 つずつ取るため、配列ごとに別の最適化器を作った。",
                )
            )
        if self.swapped:
            found.append(
                Text("Gradients are passed before the weights.", "勾配を重みより先に渡した。")
            )
        if self.count == 0:
            found.append(Text("Steps are counted from 0.", "ステップを 0 から数えた。"))
        return found


def class_ways(target: Any, names: Names, config: Sequence[str]) -> Iterator[Way]:
    """Yield the ways to use a class, the likeliest first."""
    built = {"values", "net", "layers"} & set(
        roles_in_constructor(parameters_with_bases(target), names, config).values()
    )
    setups = [name for name in SETUP if callable(getattr(target, name, None))]
    for method in (name for name in METHODS if inspect.isfunction(getattr(target, name, None))):
        parameters = (parameters_of(getattr(target, method)) or [])[1:]
        roles = roles_of(parameters, names, config)
        needed = {r for p, r in zip(parameters, roles, strict=True) if required(p) or r in ("key",)}
        way = Way(method)
        if {"biases", "bias gradients"} <= needed:
            yield replace(way, spread="apart", guess=False)
        elif {"values", "gradients"} <= needed and not needed & {"net", "layers"}:
            for start in _starts(parameters, roles):
                two = replace(way, start=start)
                yield from _two(two, needed, [bare(p.name) for p in parameters])
        elif needed & {"net", "layers", "values"}:
            yield from _turned_pairs(way, parameters)
            yield from _objects(way, needed)
        elif "gradients" in needed:
            if built:
                yield from _built(way, built)
            else:
                for sign in (1, -1):
                    for spread in ("own", "whole"):
                        for holder in ("list",) if spread == "own" else ("dict", "list", "bundle"):
                            yield replace(way, adds=sign, spread=spread, holder=holder)
        elif not needed - {"count", "lr", "size", "shape"}:
            if built:
                yield from _built(way, built)
            for name in setups:
                for net in (True, False):
                    for holder in NETS if net else OBJECTS:
                        yield replace(way, given=name, net=net, holder=holder)


def _starts(parameters: Sequence[inspect.Parameter], roles: Sequence[str]) -> Iterator[str]:
    """Yield how what is handed from call to call may start: as its default says, or as zeros."""
    states = [p for p, role in zip(parameters, roles, strict=True) if role == "state"]
    if states and states[0].default is None:
        yield "none"
    yield "zeros"
    if states and required(states[0]):
        yield "none"
        yield "empty"


def _two(way: Way, needed: set[str], given: list[str]) -> Iterator[Way]:
    """Yield the ways of an update that takes weights and their gradients."""
    way = replace(way, guess=False)
    if "key" in needed:
        yield replace(way, spread="each")
    for holder in COLLECTIONS[:2]:
        yield replace(way, holder=holder)
    yield replace(way, spread="own")
    if "key" not in needed:
        yield replace(way, spread="each")
    for holder in COLLECTIONS[2:]:
        yield replace(way, holder=holder, guess=True)
    if not {"grad", "g", "dw"} & {name[:4] for name in given} and given:
        for spread, holder in (("whole", "dict"), ("whole", "list"), ("own", "dict")):
            yield replace(way, swapped=True, spread=spread, holder=holder, guess=True)


def _turned_pairs(way: Way, parameters: Sequence[inspect.Parameter]) -> Iterator[Way]:
    """Yield the way of an update that takes gradients, each with its weight behind it."""
    if any(bare(p.name).startswith("grad") for p in parameters if required(p)):
        yield replace(way, holder="turned pairs")


def _objects(way: Way, needed: set[str]) -> Iterator[Way]:
    """Yield the ways of an update that takes what holds both weights and gradients."""
    if "layers" in needed:
        for holder in ("layers", "layers of lists"):
            for spread in ("each", "whole"):
                yield replace(way, holder=holder, spread=spread)
        return
    if "net" in needed:
        for holder in NETS:
            yield replace(way, holder=holder, net=True)
        yield replace(way, holder="layers", spread="each")
    for holder in OBJECTS:
        for spread in ("whole", "each"):
            yield replace(way, holder=holder, spread=spread)


def _built(way: Way, built: set[str]) -> Iterator[Way]:
    """Yield the ways of an optimizer that is constructed with what it optimizes."""
    way = replace(way, given="constructor")
    if "net" in built:
        for holder in NETS:
            yield replace(way, holder=holder, net=True)
    for holder in ("layers", "layers of lists") if built == {"layers"} else OBJECTS:
        yield replace(way, holder=holder)
    if "values" in built:
        for holder in ("numbered", "prefixed", "dicts", "lists", "bundle"):
            yield replace(way, holder=holder)
        yield replace(way, spread="own")


def roles_in_constructor(
    parameters: list[inspect.Parameter], names: Names, config: Sequence[str]
) -> dict[str, str]:
    """Return what the constructor's parameters hold, where it is what is to be optimized."""
    roles = roles_of(parameters, names, config)
    return {
        p.name: role
        for p, role in zip(parameters, roles, strict=True)
        if role in ("values", "net", "layers", "gradients", "shape")
        and (required(p) or p.default is None)
    }


def function_ways(target: Any, names: Names, config: Sequence[str]) -> Iterator[Way]:
    """Yield the ways to use a function, the likeliest first."""
    parameters = parameters_of(target) or []
    roles = roles_of(parameters, names, config)
    short = {role: bare(p.name) for p, role in zip(parameters, roles, strict=True)}
    starts = ["zeros"]
    if "state" in roles:
        starts += ["init", "none", "empty", "pairs"]
    counts = (1, 0) if {"count", "settings"} & set(roles) else (1,)
    if "gradients" not in roles or "values" not in roles:
        shapes = [Way(holder=h) for h in ("arrays", "objects", "pairs", "layers")]
        shapes += [Way(holder=h, net=True) for h in NETS] if "net" in roles else []
    elif "bias gradients" in roles:
        shapes = [Way(spread="apart", guess=False)]
    else:
        many = short["values"].endswith("s") or short["gradients"].endswith("s")
        each = Way(spread="each", guess=False)
        whole = [
            Way(holder=h, guess=h not in ("dict", "list"))
            for h in (
                "numbered",
                "two layers",
                "dict",
                "list",
                "prefixed",
                "dicts",
                "lists",
                "layers",
            )
        ]
        shapes = [*whole, each] if many else [each, *whole]
    for start in starts:
        for count in counts:
            for way in shapes:
                yield replace(way, start=start, count=count)
