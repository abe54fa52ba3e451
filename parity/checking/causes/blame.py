"""Finds the line of the user's code to look at, where nothing shows which lines ran."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from parity.checking.causes.following.likeness import alike
from parity.checking.causes.following.lines import CHANGING, IN_PLACE
from parity.checking.reading.sessions.called import CalledFunction
from parity.checking.reading.sessions.functions import Functions
from parity.checking.reading.sessions.layers.layer_class import BACKWARD, FORWARD, LayerClass
from parity.checking.reading.sessions.networks import GRADIENT, PREDICT
from parity.checking.reading.sessions.optimizers import UPDATE
from parity.checking.reading.sessions.session import Subject
from parity.checking.reading.spellings import Names
from parity.checking.report import Line

ALIKE = 0.55
"""How alike a line must be to a wrong line that we know."""


def line_to_look_at(
    subject: Subject, target: Any, quantity: str, role: str, wrong: str = ""
) -> Line | None:
    """Return the line of the user's code that makes ``quantity``.

    Args:
        subject: how the code was used.
        target: the user's object.
        quantity: what is wrong.
        role: forward, gradient ...
        wrong: the line that people write wrongly here, if it is known.
    """
    found = [_lines(function) for function in _functions(subject, target, role)]
    lines = next((own for own in found if own), [])
    if not lines:
        return None
    if wrong == IN_PLACE:
        everything = [line for own in found for line in own]
        changing = [line for line in everything if CHANGING.match(line.text)]
        return changing[0] if changing else None
    if wrong:
        best = max(lines, key=lambda line: alike(line.text, wrong))
        if alike(best.text, wrong) >= ALIKE:
            return best
    return _assigned(lines, quantity, subject.names) or _last(lines)


def lines_of(subject: Subject, target: Any, role: str) -> list[Line]:
    """Return the statements of the user's functions that compute quantities of this role."""
    return [line for function in _functions(subject, target, role) for line in _lines(function)]


def _functions(subject: Subject, target: Any, role: str) -> Iterator[Any]:
    """Yield the functions in which the quantity is computed."""
    if isinstance(subject, Functions):
        if role == "gradient":
            yield from (f for f in (subject.back, subject.derivative) if f)
        yield subject.function
        return
    if isinstance(subject, CalledFunction) or not inspect.isclass(target):
        kind = target if callable(target) and not isinstance(subject, LayerClass) else type(target)
        yield kind
        if not inspect.isclass(kind):
            return
        target = kind
    methods: tuple[str, ...] = (*FORWARD, *PREDICT)
    if role == "gradient":
        methods = (*BACKWARD, *GRADIENT)
    if role == "steps":
        methods = UPDATE
    for name in methods:
        method = inspect.getattr_static(target, name, None)
        if method is not None and inspect.isfunction(method):
            yield method
            return


def _lines(function: Any) -> list[Line]:
    """Return the statements of a function, without its signature, docstring and comments."""
    try:
        source, start = inspect.getsourcelines(function)
        file = inspect.getsourcefile(function) or ""
    except (OSError, TypeError):
        return []
    from parity.checking.loading.origin import is_users, shown

    if not is_users(file):
        return []
    try:
        tree = ast.parse(textwrap.dedent("".join(source)))
    except SyntaxError:
        return []
    numbers = sorted(
        {
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.stmt)
            and not isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        }
    )
    return [
        Line(shown(file), start + number - 1, source[number - 1].strip())
        for number in numbers
        if number <= len(source)
    ]


def _assigned(lines: list[Line], quantity: str, names: Names) -> Line | None:
    """Return the last line that assigns the quantity."""
    name = quantity.split(" ")[0]
    if name.startswith("d") and len(name) > 1:
        spellings = {*names.gradient_of(name[1:])}
        if name == "dx":
            spellings |= {"dx", "dX", "din", "grad_input", "dx_out"}
    else:
        spellings = {name, *names.of(name)}
    for line in reversed(lines):
        left = re.match(r"(?:self\.)?(\w+)(?:\[[^\]]*\])?\s*[-+*/]?=(?!=)", line.text)
        keyed = re.search(r"\[['\"](\w+)['\"]\]\s*[-+*/]?=(?!=)", line.text)
        if (left and left.group(1) in spellings) or (keyed and keyed.group(1) in spellings):
            return line
    return None


def _last(lines: list[Line]) -> Line | None:
    returns = [line for line in lines if line.text.startswith("return")]
    result = returns[-1].text.removeprefix("return").strip() if returns else ""
    if result.isidentifier():
        assignment = re.compile(rf"{re.escape(result)}\s*[-+*/]?=(?!=)")
        made = [line for line in lines if assignment.match(line.text)]
        if made:
            return made[-1]
    return (returns or lines)[-1]
