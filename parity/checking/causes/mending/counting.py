"""Ends loops of changed code that have no end, which counting its lines would do for any code."""

from __future__ import annotations

import ast
import contextlib
import types
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from parity.checking.causes.following.again import MOST_LINES, EndlessError
from parity.checking.causes.following.statements import Source, source_of
from parity.checking.causes.mending.loops import COUNT, has_loops
from parity.checking.causes.mending.patch import edited, patched
from parity.checking.loading.origin import is_users


class Count:
    """Counts the statements that loops run, and ends the loops where there are too many.

    Attributes:
        left: how many there may still be.
    """

    def __init__(self) -> None:
        self.left = MOST_LINES

    def few(self, items: Iterable[Any], statements: int) -> Iterator[Any]:
        """Yield the items of a loop with so many statements."""
        for item in items:
            self.left -= statements
            if self.left < 0:
                raise EndlessError("a loop without an end")
            yield item

    def more(self, statements: int) -> bool:
        """Count the statements of a loop that goes on."""
        self.left -= statements
        if self.left < 0:
            raise EndlessError("a loop without an end")
        return True


@contextlib.contextmanager
def counting(functions: Collection[types.FunctionType]) -> Iterator[Count | None]:
    """Let the loops of the user's functions count for a while, and those of all beside them.

    None comes where that cannot be: the source of one is not known, or it calls itself.
    """
    spaces = {id(f.__globals__): f.__globals__ for f in functions}
    beside = [f for space in spaces.values() for f in _named(space)]
    codes: dict[types.FunctionType, types.CodeType] = {}
    for function in dict.fromkeys([*functions, *beside]):
        source = source_of(function.__code__)
        if source is None and function.__name__ == "<lambda>":
            continue
        if source is None or _calls_itself(source):
            yield None
            return
        if has_loops(source):
            code = edited(source, {}, True)
            if code is None:
                yield None
                return
            codes[function] = code
            spaces[id(function.__globals__)] = function.__globals__
    count = Count()
    try:
        for space in spaces.values():
            space[COUNT] = count
        with patched(codes):
            yield count
    finally:
        for space in spaces.values():
            space.pop(COUNT, None)


def _named(space: dict[str, Any]) -> Iterator[types.FunctionType]:
    """Yield the user's functions that a module and its classes name."""
    values = list(space.values())
    for kind in [value for value in values if isinstance(value, type)]:
        values += vars(kind).values()
    for value in values:
        if isinstance(value, staticmethod | classmethod):
            value = value.__func__
        elif isinstance(value, property):
            value = value.fget
        if isinstance(value, types.FunctionType) and is_users(value.__code__.co_filename):
            yield value


def _calls_itself(source: Source) -> bool:
    return any(
        isinstance(call, ast.Call) and ast.unparse(call.func) in (node.name, f"self.{node.name}")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef)
        for call in ast.walk(node)
    )
