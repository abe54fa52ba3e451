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

    def tell(what: str) -> None:
        nonlocal part
        part = what.split(",")[0]

    def watch(frame: types.FrameType, event: str, _: Any) -> Any:
        nonlocal left
        code = frame.f_code
        if left <= 0 or not is_users(code.co_filename):
            return None
        lines = found.parts.setdefault(part, {}).setdefault(code, set())
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
    for owner in gc.get_referrers(*everything) if everything else ():
        if inspect.isfunction(owner):
            found.functions[owner.__code__] = owner
    return found
