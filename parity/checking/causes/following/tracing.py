"""Which of the user's functions and lines ran for one case, and in which part of it."""

from __future__ import annotations

import gc
import inspect
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from parity.checking.loading.origin import is_users

MOST = 20_000
"""How many lines are watched; code that loops longer has shown its lines by then."""


@dataclass
class Traced:
    """What ran.

    Attributes:
        parts: by part (``forward``, ``backward``, ``update`` ...), the functions' code in the
            order of their calls, with the lines that ran.
        functions: the function objects of the code.
    """

    parts: dict[str, dict[types.CodeType, set[int]]] = field(default_factory=dict)
    functions: dict[types.CodeType, types.FunctionType] = field(default_factory=dict)

    def code_of(self, parts: tuple[str, ...]) -> list[types.CodeType]:
        """Return the code that ran in the given parts, in their order."""
        return list(dict.fromkeys(code for part in parts for code in self.parts.get(part, {})))


def traced(run: Callable[[Callable[[str], None]], Any]) -> Traced:
    """Call ``run`` with a function that is told the part, and watch which lines run."""
    found = Traced()
    part, left = "", MOST
    namespaces: list[dict[str, Any]] = []

    def tell(what: str) -> None:
        nonlocal part
        part = what.split(",")[0]

    def watch(frame: types.FrameType, event: str, _: Any) -> Any:
        nonlocal left
        code = frame.f_code
        if left <= 0 or not is_users(code.co_filename):
            return None
        lines = found.parts.setdefault(part, {}).setdefault(code, set())
        if event == "call" and not any(frame.f_globals is known for known in namespaces):
            namespaces.append(frame.f_globals)
        if event == "line":
            left -= 1
            lines.add(frame.f_lineno)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        run(tell)
    finally:
        sys.settrace(before)
    everything = found.code_of(tuple(found.parts))
    found.functions = _defined(everything, namespaces)
    hidden = [code for code in everything if code not in found.functions]
    for owner in gc.get_referrers(*hidden) if hidden else ():
        if inspect.isfunction(owner):
            found.functions[owner.__code__] = owner
    return found


def _defined(
    codes: list[types.CodeType], namespaces: list[dict[str, Any]]
) -> dict[types.CodeType, types.FunctionType]:
    """Return the functions of the code that modules and their classes name.

    To ask the garbage collector for the others takes as long as everything in memory does.
    """
    found: dict[types.CodeType, types.FunctionType] = {}
    wanted = {id(code) for code in codes}  # of two files, code can be equal
    for namespace in namespaces:
        values = list(namespace.values())
        for kind in [value for value in values if isinstance(value, type)]:
            values += vars(kind).values()
        for value in values:
            if isinstance(value, staticmethod | classmethod):
                value = value.__func__
            if isinstance(value, types.FunctionType) and id(value.__code__) in wanted:
                found[value.__code__] = value
    return found
