"""Whether a definition has a way back that stands in its file: read, and never run.

Code that hides its gradients from what judges it would be taken for a forward pass alone, and that
may be right. So who says that it agrees without any gradient must have none to show.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from parity.checking.loading.crashes import LoadError
from parity.checking.loading.notebooks import cells

METHODS = frozenset(("backward", "backprop", "backward_pass", "bwd"))
"""What nobody calls anything but a way back."""


def goes_back(
    name: str, texts: Iterable[str], partners: Iterable[str], weighted: bool = False
) -> bool:
    """Tell whether the class or function of a name has a way back in one of some sources.

    Args:
        name: what it is called.
        texts: the sources.
        partners: what the way back of a function of that name may be called.
        weighted: whether it has weights: then a way back that only hands its gradient on is still
            to be written.
    """
    classes: dict[str, ast.ClassDef] = {}
    functions: set[str] = set()
    for tree in _trees(texts):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                classes[node.name] = node
        functions |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    if name in classes:
        return not METHODS.isdisjoint(_methods(name, classes, weighted))
    return name in functions and not functions.isdisjoint(partners)


def _methods(name: str, classes: Mapping[str, ast.ClassDef], weighted: bool) -> set[str]:
    """Return what a class defines, or inherits within its file."""
    found: set[str] = set()
    unwritten: set[str] = set()  # which hides what a base has of the name
    waiting, seen = [name], set()
    while waiting:
        own = waiting.pop(0)
        if own in seen or own not in classes:
            continue
        seen.add(own)
        node = classes[own]
        parts = [part for part in node.body if isinstance(part, ast.FunctionDef)]
        blank = {part.name for part in parts if _unwritten(part, weighted)}
        found |= {part.name for part in parts} - blank - unwritten
        unwritten |= blank
        waiting += [base.id for base in node.bases if isinstance(base, ast.Name)]
    return found


def _unwritten(method: ast.FunctionDef, weighted: bool) -> bool:
    """Tell whether a method only says that it is to be written, or hands its gradient on."""
    given = [argument.arg for argument in method.args.args[1:2]]
    for line in method.body:
        if weighted and isinstance(line, ast.Return) and isinstance(line.value, ast.Name):
            return [line.value.id] == given
        if isinstance(line, ast.Pass) or (
            isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)
        ):
            continue
        if isinstance(line, ast.Return) and _is_none(line.value):
            continue
        raised = line.exc if isinstance(line, ast.Raise) else None
        raised = raised.func if isinstance(raised, ast.Call) else raised
        if not (isinstance(raised, ast.Name) and raised.id.startswith("NotImplemented")):
            return False
    return True


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _trees(texts: Iterable[str]) -> Iterator[ast.Module]:
    for text in texts:
        try:
            yield ast.parse(text)
        except (SyntaxError, ValueError):  # a cell with what is no Python
            continue


def texts_of(path: str) -> list[str]:
    """Return the sources of a file: itself, or the code cells of a notebook; none of no file."""
    if not path:
        return []
    file = Path(path)
    try:
        if file.suffix == ".ipynb":
            return [cell.source for cell in cells(file)]
        return [file.read_text(encoding="utf-8-sig")]
    except (OSError, ValueError, LoadError):
        return []
