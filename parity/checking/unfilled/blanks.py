"""Blanks that are still to be filled in, as exercises leave them: ``dx = None  # your code here``.

What has a blank says nothing of who is to fill it in, so it is told as a blank and not accused.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from parity.checking.reading.sessions.functions import partner_of
from parity.checking.reading.source import text_of, tree_of

BACK = re.compile(r"back|bwd|grad|deriv|prime|bprop|delta|slope|diff", re.IGNORECASE)
"""What the name of a way back has in it."""

SPARE = re.compile(r"__\w+__|.*(reset|clear|clean|zero|init|build|free|del)", re.IGNORECASE)
"""Methods that put None where something comes later, or was before."""

MARKED = re.compile(
    r"#.*(your code|start code|code here|fill|todo|implement|replace|実装|埋め|空欄|ここ|記述|書)",
    re.IGNORECASE,
)
"""A comment that asks for code."""

ABOVE = 3
"""How many lines above a blank such a comment stands."""


@dataclass(frozen=True)
class Blank:
    """One blank.

    Attributes:
        name: what is to be filled in; "" of a loop over ``pass`` alone.
        line: the number of its line in the file.
        back: whether it stands in a way back.
        sure: whether something is made of it, or a comment asks for it; what is only handed to
            another function may be meant to be None.
    """

    name: str
    line: int
    back: bool
    sure: bool


def blanks_of(obj: Any, namespace: Mapping[str, Any] | None = None) -> list[Blank]:
    """Return the blanks of a class or a function, and of the way back beside a function.

    A name or an attribute that is nothing but None is one, where something is made of it or it is
    returned, and so is an element that is None, or a loop over ``pass`` alone.
    """
    found = list(_within(obj))
    if inspect.isfunction(obj):
        other = partner_of(obj.__name__, namespace or {})
        found += [replace(blank, back=True) for blank in _within(other)] if other else []
    return sorted(set(found), key=lambda blank: blank.line)


def _within(obj: Any) -> Iterator[Blank]:
    tree = tree_of(obj)
    if tree is None or not tree.body:
        return
    first = _first_line(obj)
    lines = textwrap.dedent(text_of(obj)).splitlines()
    functions = [n for n in ast.walk(tree.body[0]) if isinstance(n, ast.FunctionDef)]
    kept = {
        ast.unparse(target)
        for function in functions
        for target, value in _assigned(function)
        if isinstance(target, ast.Attribute) and not _is_none(value)
    }
    for function in functions:
        back = bool(BACK.search(function.name))
        used = _used(function)
        read = {n.id for n in ast.walk(function) if _is_read(n)}
        for name, line in _blanks(function, kept):
            marked = any(MARKED.search(text) for text in lines[max(line - 1 - ABOVE, 0) : line])
            sure = marked or not name.isidentifier() or name in used
            if sure or name in read:
                yield Blank(name, first + line - 1, back, sure)


def _first_line(obj: Any) -> int:
    """Return the number of an object's first line in its file."""
    try:
        return max(inspect.getsourcelines(inspect.unwrap(obj))[1], 1)
    except (OSError, TypeError):
        return 1


def _blanks(function: ast.FunctionDef, kept: set[str]) -> Iterator[tuple[str, int]]:
    """Yield the names that are None alone, and their lines.

    Args:
        function: where they are looked for.
        kept: the attributes that get a value somewhere in the class.
    """
    assigned = list(_assigned(function))
    filled = {ast.unparse(target) for target, value in assigned if not _is_none(value)}
    spare = bool(SPARE.match(function.name))
    for target, value in assigned:
        name = ast.unparse(target)
        if not _is_none(value) or name in filled:
            continue
        if isinstance(target, ast.Name):
            yield name, target.lineno
        elif isinstance(target, ast.Subscript):
            if isinstance(target.value, ast.Name) or not spare:
                yield name, target.lineno
        elif not spare and name not in kept:
            yield name, target.lineno
    for node in ast.walk(function):
        if isinstance(node, ast.For) and all(isinstance(line, ast.Pass) for line in node.body):
            yield "", node.lineno


def _assigned(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Yield what is assigned in a function, with its value; None for one that is not known."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _pairs(target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield node.target, node.value
        elif isinstance(node, ast.AugAssign | ast.For | ast.comprehension | ast.NamedExpr):
            yield from _pairs(node.target, None)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            yield from _pairs(node.optional_vars, None)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            yield node.value, None  # what gets an element is an array by then


def _pairs(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    if not isinstance(target, ast.Tuple | ast.List):
        yield target, value
        return
    own: list[ast.expr | None] = [None] * len(target.elts)
    if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(own):
        own = list(value.elts)
    elif _is_none(value):
        own = [value] * len(own)
    for part, each in zip(target.elts, own, strict=True):
        yield from _pairs(part, each)


def _is_none(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _used(function: ast.FunctionDef) -> set[str]:
    """Return the names of which a function makes something, or which it returns.

    What is only handed to another function, or asked whether it is None, may be meant to be None.
    """
    spared: set[int] = set()
    asked: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            asked |= {part.id for part in (node.left, *node.comparators) if _is_read(part)}
        elif isinstance(node, ast.Call):
            spared |= {id(part) for part in node.args}
            spared |= {id(keyword.value) for keyword in node.keywords}
    read = {n.id for n in ast.walk(function) if _is_read(n) and id(n) not in spared}
    return read - asked


def _is_read(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
