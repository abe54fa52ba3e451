"""Cuts a training step out of code without functions: a forward, its gradients, then updates."""

from __future__ import annotations

import ast
import builtins
import re
import types
from collections.abc import Iterator, Sequence
from typing import Any

from parity.checking.loading.harmless import bound_names

_LOSS = re.compile(r"(\w*_)?(loss|cost|error|mse|cross_entropy|ce)\w*|[JLE]", re.IGNORECASE)
_SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign)


def add_steps(body: Sequence[ast.stmt], file: str, name: str, module: types.ModuleType) -> None:
    """Define in ``module`` a function for each training step that stands in ``body``.

    It takes what the step reads and nobody has defined, and the parameters that it updates; it
    returns the loss and the gradients. It is called ``name``, with a number if there are several.
    """
    number = 0
    for statements in _bodies(body):
        found = _cut(statements, vars(module))
        if found is None:
            continue
        number += 1
        label = name if number == 1 else f"{name}_{number}"
        tree, given = found
        tree.name = label
        try:
            made = ast.fix_missing_locations(ast.Module([tree], []))
            code = compile(made, file, "exec", dont_inherit=True)
            scope: dict[str, Any] = {}
            exec(code, vars(module), scope)
        except (SyntaxError, ValueError):
            continue
        function = scope[label]
        function.__module__ = module.__name__
        function.__training_step__ = tree
        function.__given__ = given
        vars(module)[label] = function


def _bodies(body: Sequence[ast.stmt]) -> Iterator[Sequence[ast.stmt]]:
    """Yield the lists of statements in which a step may stand, the innermost first."""
    for statement in body:
        if isinstance(statement, ast.For | ast.While | ast.If):
            yield from _bodies(statement.body)
    yield body


def _cut(
    statements: Sequence[ast.stmt], namespace: dict[str, Any]
) -> tuple[ast.FunctionDef, dict[str, Any]] | None:
    updates = [(i, u) for i, s in enumerate(statements) if (u := _update(s))]
    if not updates:
        return None
    first = updates[0][0]
    before = [s for s in statements[:first] if isinstance(s, _SIMPLE)]
    assigned = [name for s in before for name in bound_names(s)]
    pairs = [(w, g) for _, (w, g) in updates if g in assigned]
    losses = [name for name in assigned if _LOSS.fullmatch(name)]
    if not pairs or not losses:
        return None
    # What was made before the step is used as it is, where it is there.
    begin = _begin(before, [w for w, _ in pairs])
    used = _free(before[begin:])
    parameters = list(dict.fromkeys(w for w, _ in pairs))
    known = {n for n in used if n in namespace or hasattr(builtins, n)}
    arguments = [*(n for n in used if n not in known and n not in parameters), *parameters]
    given = {n: namespace[n] for n in parameters if hasattr(namespace.get(n), "dtype")}
    result = ast.Tuple(
        [ast.Name(n, ast.Load()) for n in (losses[-1], *dict.fromkeys(g for _, g in pairs))],
        ast.Load(),
    )
    end = ast.copy_location(ast.Return(result), before[-1])
    made = ast.parse(f"def step({', '.join(arguments)}): pass").body[0]
    assert isinstance(made, ast.FunctionDef)
    function = made
    function.body = [*before[begin:], end]
    return ast.copy_location(function, before[begin]), given


def _begin(before: Sequence[ast.stmt], parameters: Sequence[str]) -> int:
    """Return where the step begins: behind what makes its parameters."""
    made = [i for i, s in enumerate(before) if set(bound_names(s)) & set(parameters)]
    return max(made) + 1 if made else 0


def _update(statement: ast.stmt) -> tuple[str, str] | None:
    """Return (parameter, gradient) of ``W -= lr * dW`` or ``W = W - lr * dW``."""
    match statement:
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Sub(), value=value):
            step = value
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.BinOp(left=ast.Name(id=left), op=ast.Sub(), right=right),
        ) if left == name:
            step = right
        case _:
            return None
    names = [n.id for n in ast.walk(step) if isinstance(n, ast.Name)]
    likely = [n for n in names if n.lower() != name.lower() and name.lower() in n.lower()]
    return (name, likely[0]) if likely else None


def _free(statements: Sequence[ast.stmt]) -> list[str]:
    """Return the names that statements read before they bind them, in their order."""
    bound: set[str] = set()
    free: list[str] = []
    for statement in statements:
        read = [
            n.id
            for n in ast.walk(statement)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
        ]
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            read.append(statement.target.id)
        free += [name for name in read if name not in bound]
        bound |= set(bound_names(statement))
    return list(dict.fromkeys(free))
