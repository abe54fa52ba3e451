"""Puts another line into a function of the user's while it is tried, and takes it out again."""

from __future__ import annotations

import ast
import contextlib
import types
import warnings
from collections.abc import Iterator, Mapping

from parity.checking.causes.following.statements import Source, Statement
from parity.checking.causes.mending.loops import counted_lines, counted_statement, has_loops


def edited(
    source: Source, edits: Mapping[Statement, str], counts: bool = False
) -> types.CodeType | None:
    """Return the code of a function with other statements; None if it cannot be made.

    Code that was compiled with a nested name or ``super()`` keeps its closure: the new one must
    need the same. Its loops count, if they are to.
    """
    counting = counts and has_loops(source)
    lines = list(counted_lines(source) if counting else source.lines)
    for decorator in source.tree.decorator_list:
        for i in range(decorator.lineno - 1, decorator.end_lineno or decorator.lineno):
            lines[i] = ""
    for statement, text in edits.items():
        old = lines[statement.first]
        new = counted_statement(text) if counting else text
        lines[statement.first] = old[: len(old) - len(old.lstrip())] + new
        for i in range(statement.first + 1, statement.last + 1):
            lines[i] = ""
    free = source.code.co_freevars
    head = [f"def __around__({', '.join(n for n in free if n != '__class__')}):"]
    depth = " "
    if "__class__" in free:
        head.append(" class __within__:")
        depth = "  "
    text = "\n".join([*head, *(depth + line for line in lines)])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            whole = compile(text, source.code.co_filename, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    found = _named(whole, source.code.co_name)
    if found is None or found.co_freevars != free:
        return None
    return found.replace(co_firstlineno=source.start + source.tree.lineno - 1)


def _named(code: types.CodeType, name: str) -> types.CodeType | None:
    """Return the code of the function ``name`` that stands the least deep within ``code``."""
    level = [code]
    while level:
        inner = [c for outer in level for c in outer.co_consts if isinstance(c, types.CodeType)]
        for candidate in inner:
            if candidate.co_name == name:
                return candidate
        level = inner
    return None


@contextlib.contextmanager
def patched(changes: Mapping[types.FunctionType, types.CodeType]) -> Iterator[None]:
    """Let functions have other code for a while."""
    before = {function: function.__code__ for function in changes}
    try:
        for function, code in changes.items():
            function.__code__ = code
        yield
    finally:
        for function, code in before.items():
            function.__code__ = code


def loops_freely(source: Source) -> bool:
    """Tell whether a changed line could make the function run for ever."""
    return any(isinstance(node, ast.While) for node in ast.walk(source.tree))
