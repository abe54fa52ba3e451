"""Where in a statement its value stands, if that can be computed by itself."""

from __future__ import annotations

import ast
import re
import types
from dataclasses import dataclass

from parity.checking.causes.following.statements import Source, Statement
from parity.checking.loading.harmless import harmless

_NOT_ALONE = {
    "random", "randn", "rand", "normal", "uniform", "integers", "at", "put", "put_along_axis",
    "place", "putmask", "copyto", "fill_diagonal", "seterr", "out",
}  # fmt: skip
"""What draws, or writes to an array that it is given."""


@dataclass(frozen=True)
class Place:
    """Where in a statement its value stands.

    Attributes:
        statement: the statement.
        before: what stands before the value.
        behind: what stands behind it.
        once: whether it runs once at most in each call of its function.
    """

    statement: Statement
    before: str
    behind: str
    once: bool

    def value_of(self, text: str) -> types.CodeType | None:
        """Return the code of the value in a changed text; None where more than it is changed."""
        if not text.startswith(self.before) or not text.endswith(self.behind):
            return None
        value = text[len(self.before) : len(text) - len(self.behind)].strip()
        if "__" in value or "super()" in value:
            return None  # they mean something else outside of the class
        try:
            return compile(f"({value})", "<a changed value>", "eval", dont_inherit=True)
        except (SyntaxError, ValueError):
            return None


def place_of(source: Source, statement: Statement) -> Place | None:
    """Return where the value stands; None where it cannot be computed by itself."""
    if any(isinstance(part, ast.Try) for part in ast.walk(source.tree)):
        return None  # what raises may be meant to
    within = _within(source.tree, statement.node)
    span = range(statement.first, statement.last + 1)
    beside = [s for s in source.statements if s is not statement and {s.first, s.last} & {*span}]
    if within is None or beside:
        return None
    node, text = statement.node, statement.text
    value: ast.expr | None = None
    before, behind = None, ""
    if isinstance(node, ast.If):
        head = re.match(r"(?:el)?if\b", text)
        value, before, behind = node.test, head and head.group(), ":"
    elif isinstance(node, ast.For):
        head = re.match(r"for\b[^:]*?\bin\b", text)
        value, before, behind = node.iter, head and head.group(), ":"
    elif isinstance(node, ast.Return):
        value, before = node.value, "return"
    elif isinstance(node, ast.Assign | ast.AugAssign):
        value, before = node.value, _up_to_the_value(text)
    if value is None or before is None or not _only_computes(value):
        return None
    return Place(statement, before, behind, not within)


def _within(tree: ast.AST, statement: ast.stmt) -> list[ast.AST] | None:
    """Return the loops around a statement of a function; None if it is one of a function within."""
    for child in ast.iter_child_nodes(tree):
        if child is statement:
            return []
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            loops = _within(child, statement)
            if loops is not None:
                return [child, *loops] if isinstance(child, ast.For | ast.While) else loops
    return None


def _up_to_the_value(text: str) -> str | None:
    """Return an assignment up to its sign."""
    try:
        node = ast.parse(text).body[0]
    except (SyntaxError, IndexError):
        return None
    if not isinstance(node, ast.Assign | ast.AugAssign) or not text.isascii():
        return None
    target = node.targets[-1] if isinstance(node, ast.Assign) else node.target
    sign = text.find("=", target.end_col_offset or 0)
    return text[: sign + 1] if 0 < sign < node.value.col_offset else None


def _only_computes(value: ast.expr) -> bool:
    """Tell whether to compute a value changes nothing, draws nothing, and calls none of theirs."""
    if not harmless(value):
        return False
    parts = list(ast.walk(value))
    names = {part.attr for part in parts if isinstance(part, ast.Attribute)}
    names |= {part.arg or "" for part in parts if isinstance(part, ast.keyword)}
    return _NOT_ALONE.isdisjoint(names)
