"""The line of the user's code in which a gradient gets its value."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
from collections.abc import Sequence
from typing import Any

from parity.checking.alone.probing.collecting import bases_of, tree_of
from parity.checking.alone.probing.roles import plain
from parity.checking.loading.origin import is_users, line_in, shown, undecorated
from parity.checking.report import Line


def line_of(functions: Sequence[Any], quantity: str, array: str, only: bool) -> Line | None:
    """Return the last line that assigns the gradient of ``array``.

    ``only`` says that there is no other gradient: then it is what is returned, if it has no name.
    """
    for function in functions:
        function = undecorated(inspect.unwrap(getattr(function, "__func__", function)))
        tree = tree_of(function)
        code = getattr(function, "__code__", None)
        if tree is None or code is None or not is_users(code.co_filename):
            continue
        if hasattr(function, "__training_step__"):  # its lines are counted from the file's first
            number = _assigned(tree, quantity, array)
            text = linecache.getline(code.co_filename, number).strip()
            return Line(shown(code.co_filename), number, text) if number else None
        number = _assigned(tree, quantity, array) or (_result(tree) if only else 0)
        if number and (line := line_in(function, number)):
            return line
    return None


def _assigned(tree: ast.AST, quantity: str, array: str) -> int:
    words = {w for w in re.split(r"\W+", quantity) if w}
    best = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets: list[ast.expr] = list(node.targets)
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        else:
            continue
        flat = [t for n in targets for t in (n.elts if isinstance(n, ast.Tuple) else [n])]
        for target in flat:
            name = _name(target)
            if name and (name in words or plain(array) in bases_of(name)):
                best = max(best, node.lineno)
    return best


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return node.slice.value
        return _name(node.value)
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _result(tree: ast.AST) -> int:
    """Return the line that makes what is returned."""
    returns = [n for n in ast.walk(tree) if isinstance(n, ast.Return) and n.value is not None]
    if not returns:
        return 0
    last = max(returns, key=lambda node: node.lineno)
    if isinstance(last.value, ast.Name):
        name = last.value.id
        made = [
            n.lineno
            for n in ast.walk(tree)
            if isinstance(n, ast.Assign | ast.AugAssign)
            for t in (n.targets if isinstance(n, ast.Assign) else [n.target])
            if _name(t) == name
        ]
        if made:
            return max(made)
    return last.lineno
