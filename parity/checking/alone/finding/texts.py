"""A function that reads a text and takes its weights from the file, as a character RNN does."""

from __future__ import annotations

import builtins
import dis
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.alone.finding.worlds import H, V, World
from parity.checking.alone.probing.collecting import bases_of, names_in_return
from parity.checking.alone.probing.places import Place
from parity.checking.alone.probing.roles import plain, role_of, roles_of
from parity.checking.loading.signatures import parameters_of

STEPS = 4
"""How many characters are read."""

_WORDS = re.compile(r"vocab\w*|n(um)?_?(chars?|words|letters)|(char|dict)\w*_?size|V")
_HIDDEN = re.compile(r"(n_?)?hid(den)?\w*|n_?h|H")


@dataclass(frozen=True)
class Text:
    """What a function reads besides its arguments, and how many words and units there are.

    Attributes:
        words: how many characters or words.
        state: the shape of the hidden state.
        globals: the weights and sizes that it takes from the file, newly drawn.
    """

    words: int
    state: tuple[int, ...]
    globals: dict[str, Any]

    def world(self, function: Callable[..., Any]) -> World:
        """Return what its arguments look like."""
        roles = roles_of([p.name for p in parameters_of(function) or []])
        states = [n for n, role in roles.items() if role in ("hidden", "cell")]
        read = [n for n, role in roles.items() if role in ("x", "indices", "labels")]
        told = {**dict.fromkeys(states, self.state), **dict.fromkeys(read, (STEPS,))}
        return World("text", "index", told=told, words=self.words)


def text_of(function: Any, rng: np.random.Generator) -> Text | None:
    """Return what a function of a text needs; ``None`` if it is none.

    It takes a sequence, what should follow, and the state before; the weights are the file's. Where
    the file could not make them, because the text was not there, their names tell their shapes.
    """
    if not inspect.isfunction(function):
        return None
    roles = roles_of([p.name for p in parameters_of(function) or []])
    if "labels" not in roles.values() or "hidden" not in roles.values():
        return None
    read = [n for n in _globals_read(function) if n not in roles]
    there = {n: function.__globals__.get(n) for n in read}
    arrays = {
        n: v for n, v in there.items()
        if isinstance(v, np.ndarray) and v.dtype.kind == "f" and role_of(n) in ("weight", "bias")
    }  # fmt: skip
    missing = [n for n, v in there.items() if v is None and not hasattr(builtins, n)]
    if not arrays and not any(role_of(n) == "weight" for n in missing):
        return None
    found: dict[str, Any] = {n: rng.normal(size=v.shape) * 0.4 for n, v in arrays.items()}
    hidden = _hidden(arrays) or _said(there, _HIDDEN) or H
    words = _said(there, _WORDS) or _other(arrays, hidden) or V
    shapes = {"weight": _shape_of_weight, "bias": _shape_of_bias}
    for name in missing:
        if role_of(name) in shapes:
            shape = shapes[role_of(name)](plain(name), hidden, words)
            found[name] = rng.normal(size=shape) * 0.4
        elif _WORDS.fullmatch(name) or _HIDDEN.fullmatch(name):
            found[name] = words if _WORDS.fullmatch(name) else hidden
    column = next((v.shape for v in arrays.values() if v.size == hidden), (hidden, 1))
    return Text(words, column, found)


def without_states(variables: list[Place], function: Any) -> list[Place]:
    """Leave out the states before the first step where no gradient is named after them."""
    bases = set().union(*(bases_of(name) for name in names_in_return(function)))
    return [
        place
        for place in variables
        if role_of(place.last) not in ("hidden", "cell") or plain(place.last) in bases
    ]


def _globals_read(function: Any) -> list[str]:
    code = dis.get_instructions(function)
    return list(dict.fromkeys(str(i.argval) for i in code if i.opname == "LOAD_GLOBAL"))


def _hidden(arrays: dict[str, np.ndarray]) -> int | None:
    """Return the length of the state: what a weight leads from to itself, or to its gates."""
    for gates in (1, 4, 3):
        for array in arrays.values():
            rows, columns = array.shape if array.ndim == 2 else (0, 0)
            if min(rows, columns) > 1 and max(rows, columns) == gates * min(rows, columns):
                return min(rows, columns)
    return None


def _other(arrays: dict[str, np.ndarray], hidden: int) -> int | None:
    sizes = [n for a in arrays.values() if a.ndim == 2 and 1 not in a.shape for n in a.shape]
    return next((n for n in sizes if n % hidden), None)


def _said(there: dict[str, Any], pattern: re.Pattern[str]) -> int | None:
    said = [v for n, v in there.items() if pattern.fullmatch(n) and isinstance(v, int)]
    return said[0] if said else None


def _shape_of_weight(bare: str, hidden: int, words: int) -> tuple[int, int]:
    if re.fullmatch(r"w?(hh|h|aa|u)", bare):
        return hidden, hidden
    return (words, hidden) if re.fullmatch(r"w?(hy|y|ya|ho|out|v)", bare) else (hidden, words)


def _shape_of_bias(bare: str, hidden: int, words: int) -> tuple[int, int]:
    return (words if re.fullmatch(r"b?(y|o|out|v)", bare) else hidden, 1)
