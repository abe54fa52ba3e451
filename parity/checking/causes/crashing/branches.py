"""Causes of crashes that lie in a function none of whose branches was taken."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from parity.checking.causes.crashing.scene import Scene, quoted
from parity.checking.report import Cause
from parity.describing.concept import Text


def no_branch_taken(scene: Scene) -> Cause | None:
    """Find a function that gives None because none of its conditions held."""
    if "NoneType" not in scene.said:
        return None
    for call in _calls(scene):
        name = quoted(call.func).rpartition(".")[2]
        function = scene.defined(name)
        last = function.body[-1] if function is not None else None
        if function is None or not isinstance(last, ast.If) or not _falls_through(last):
            continue
        if not any(isinstance(n, ast.Return) and n.value is not None for n in ast.walk(last)):
            continue
        told = ", ".join(f"{p} = {value!r}" for p, value in _asked(scene, call, function, last))
        for_en, for_ja = (f" for {told}", f"{told} では") if told else ("", "")
        return Cause(
            "no_branch_taken",
            Text(
                f"{name} has no branch{for_en}, so it returns None there.",
                f"{name} には{for_ja}当てはまる分岐がないため、None が返る。",
            ),
            scene.line(_last_test(last).lineno),
        )
    return None


def _calls(scene: Scene) -> Iterator[ast.Call]:
    """Yield the calls whose result may be the None."""
    statement = scene.statement
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
        yield statement.value
    for node in ast.walk(scene.node or ast.Pass()):
        if isinstance(node, ast.Call):
            yield node
        definition = scene.definition(node)
        if isinstance(definition, ast.Call):
            yield definition


def _falls_through(branch: ast.If) -> bool:
    """Tell whether there are inputs for which no branch is there."""
    match branch.orelse:
        case []:
            return True
        case [ast.If() as other]:
            return _falls_through(other)
    return False


def _last_test(branch: ast.If) -> ast.If:
    match branch.orelse:
        case [ast.If() as other]:
            return _last_test(other)
    return branch


def _asked(
    scene: Scene, call: ast.Call, function: ast.FunctionDef, branch: ast.If
) -> Iterator[tuple[str, object]]:
    """Yield the arguments that the conditions ask for, with what they are in the call."""
    parameters = [a.arg for a in function.args.args]
    if parameters[:1] == ["self"]:
        del parameters[0]
    given: dict[str, ast.expr] = dict(zip(parameters, call.args, strict=False))
    given |= {k.arg: k.value for k in call.keywords if k.arg}
    tests = [n.test for n in ast.walk(branch) if isinstance(n, ast.If)]
    names = [n.id for test in tests for n in ast.walk(test) if isinstance(n, ast.Name)]
    for name in dict.fromkeys(names):
        value = scene.known(given.get(name))
        if name in given and isinstance(value, bool | int | float | str):
            yield name, value
