"""Writes a wrong line as it would be right, in the user's own names."""

from __future__ import annotations

import ast
import builtins
from typing import Any

METHODS = {
    "sum", "mean", "max", "min", "prod", "std", "var", "transpose", "reshape", "argmax", "copy",
}  # fmt: skip
"""Functions of NumPy's that arrays have as methods, too."""


def in_their_names(theirs: str, wrong: str, right: str) -> str:
    """Return ``right`` in the names of the user's line, where that is ``wrong`` in other names.

    Nothing comes back where the two lines differ in more than names, or where ``right`` has a name
    that the user's line does not tell.
    """
    own, known, meant = _statement(theirs), _statement(wrong), _statement(right)
    if own is None or known is None or meant is None:
        return ""
    names: dict[str, ast.expr] = {}
    a, b, c = (_value(statement) for statement in (own, known, meant))
    if a is None or b is None or c is None or not _alike(own, known):
        return ""
    if isinstance(own, ast.AugAssign) and not _match(own.target, _target(known), names):
        return ""
    if _is_name(b) and not _is_name(a):  # anything would do
        return ""
    if not _match(a, b, names) or type(known) is not type(meant):
        return ""
    named = _Named(names)
    mended = named.visit(c)
    before = ast.unparse(own)
    own.value = mended  # type: ignore[attr-defined]
    if isinstance(own, ast.AugAssign) and isinstance(meant, ast.AugAssign):
        own.op = meant.op
    after = ast.unparse(ast.fix_missing_locations(own))
    return "" if named.unknown or after == before else after


def _statement(line: str) -> ast.stmt | None:
    """Return a line as one statement, every function of NumPy's in the same form."""
    try:
        body = ast.parse(line.strip()).body
    except SyntaxError:
        return None
    return _Uniform().visit(body[0]) if len(body) == 1 else None


def _value(statement: ast.stmt) -> ast.expr | None:
    kinds = (ast.Return, ast.Assign, ast.AugAssign)
    return statement.value if isinstance(statement, kinds) else None


def _target(statement: ast.stmt) -> ast.expr | None:
    return statement.target if isinstance(statement, ast.AugAssign) else None


def _alike(own: ast.stmt, known: ast.stmt) -> bool:
    """Tell whether both lines change an array in place by the same operator, or neither does."""
    if isinstance(own, ast.AugAssign) and isinstance(known, ast.AugAssign):
        return type(own.op) is type(known.op)
    return not isinstance(own, ast.AugAssign) and not isinstance(known, ast.AugAssign)


class _Uniform(ast.NodeTransformer):
    """Writes ``np.sum(x, axis=0)`` as ``x.sum(axis=0)``, and every product of matrices with @."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if not isinstance(function, ast.Attribute):
            return node
        of_numpy = isinstance(function.value, ast.Name) and function.value.id in ("np", "numpy")
        if function.attr in ("dot", "matmul"):
            factors = node.args if of_numpy else [function.value, *node.args]
            if len(factors) == 2:
                return ast.BinOp(factors[0], ast.MatMult(), factors[1])
        if of_numpy and function.attr in METHODS and node.args:
            first, *rest = node.args
            return ast.Call(ast.Attribute(first, function.attr, ast.Load()), rest, node.keywords)
        return node


def _is_name(node: Any) -> bool:
    """Tell whether an expression is a name that the user may have chosen: x, self.x, grads["x"]."""
    if isinstance(node, ast.Name):
        return node.id not in ("np", "numpy", "math") and not hasattr(builtins, node.id)
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id == "self"
    if isinstance(node, ast.Subscript):
        key = node.slice
        return _is_name(node.value) and isinstance(key, ast.Constant) and isinstance(key.value, str)
    return False


def _match(own: Any, known: Any, names: dict[str, ast.expr]) -> bool:
    """Tell whether two expressions are the same but for names, which are kept in ``names``."""
    if _is_name(known) and isinstance(own, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
        before = names.setdefault(ast.unparse(known), own)
        return ast.dump(before) == ast.dump(own)
    if type(own) is not type(known):
        return False
    if isinstance(own, ast.AST):
        return all(
            _match(getattr(own, field, None), getattr(known, field, None), names)
            for field in own._fields
            if field != "ctx"
        )
    if isinstance(own, list):
        return len(own) == len(known) and all(
            _match(a, b, names) for a, b in zip(own, known, strict=True)
        )
    return bool(own == known)


class _Named(ast.NodeTransformer):
    """Puts the user's names for ours."""

    def __init__(self, names: dict[str, ast.expr]) -> None:
        self.names = names
        self.unknown = False

    def visit(self, node: ast.AST) -> Any:
        """Return the user's expression for one of our names."""
        if _is_name(node):
            found = self.names.get(ast.unparse(node))
            self.unknown |= found is None
            return found or node
        return self.generic_visit(node)
