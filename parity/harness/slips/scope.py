"""Slips with the names that are known where a line stands: another one, or two exchanged.

They are how a gradient comes to be summed from another array, a gate taken from the wrong block of
a split, one constant shared by two arguments, height taken for width.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterator

from parity.describing.concept import Text
from parity.harness.slips.line import Edit, Line

_NO_ARRAYS = {"np", "math", "self", "cls"}


def edits(line: Line, names: Collection[str]) -> Iterator[Edit]:
    """Yield the line with other names of ``names`` in its own names' places."""
    places = [node for node in line.nodes() if _named(line, node)]
    for node in places:
        name = line.text(node)
        for other in names:
            if other != name:
                why = Text(
                    f"{name} belongs here, not {other}.",
                    f"ここは {other} ではなく {name} である。",
                )
                yield line.replace("any_name", node, other, why)
    texts = dict.fromkeys(line.text(node) for node in places)
    for one, two in itertools.combinations(texts, 2):
        yield _exchanged(line, places, one, two)


def _exchanged(line: Line, places: list[ast.AST], one: str, two: str) -> Edit:
    code = line.code
    for node in sorted(places, key=line.start, reverse=True):
        name = line.text(node)
        if name in (one, two):
            other = two if name == one else one
            code = code[: line.start(node)] + other + code[line.end(node) :]
    why = Text(f"{one} and {two} have changed places.", f"{one} と {two} が入れ替わっている。")
    return Edit("names_exchanged", code, why)


def _named(line: Line, node: ast.AST) -> str:
    """Return the name that a node reads; empty if it is none, or names a function or a module."""
    parent = line.parents.get(node)
    if isinstance(parent, ast.Call) and parent.func is node:
        return ""
    if isinstance(node, ast.Attribute):
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        return line.text(node) if own and not line.is_target(node) else ""
    if isinstance(node, ast.Name) and node.id not in _NO_ARRAYS and not line.is_target(node):
        return node.id
    return ""


def names_in(function: ast.FunctionDef, within: ast.AST | None = None) -> list[str]:
    """Return what has a name in a function: its parameters, what it assigns, and what the class
    ``within`` keeps in ``self``."""
    arguments = function.args
    given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    found = [argument.arg for argument in given if argument.arg not in ("self", "cls")]
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.append(node.id)
    for node in ast.walk(within) if within else ():
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        ):
            found.append(f"self.{node.attr}")
    return list(dict.fromkeys(found))
