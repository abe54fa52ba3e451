"""Another constant: a number of our formula, or an argument, fitted to the user's numbers."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from parity.checking.causes.budget import Budget
from parity.checking.causes.earned.numbers import FIRST, Numbers
from parity.checking.causes.earned.source import OurLine, OurSource
from parity.checking.report import Cause
from parity.describing.concept import Concept, Text
from parity.harness.slips.line import Line

NUMBERS = re.compile(r"\d+\.\d+")
"""Constants of a formula: neither counts nor exponents."""

ROUNDS = 12
"""How often a number is improved."""

PLAIN = (3, 6, 9)
"""To how many digits a fitted number is rounded where that does as well."""

NO_CONSTANTS = {"axis", "keepdims", "ndmin", "ndim"}
"""Keyword arguments that are no part of a formula."""


def other_constant(numbers: Numbers, source: OurSource, role: str, budget: Budget) -> Cause | None:
    """Return the constant that explains the numbers: one of the formula, or an argument."""
    for line in source.lines(role):
        if line.distance > 5:
            continue
        for before, put in _literals(line):
            if budget.spent:
                return None
            fitted = _fitted(before, lambda v, put=put: _edited(source, line, put(v)), numbers)  # type: ignore[misc]  # noqa: B023
            if fitted is None:
                continue
            return Cause(
                "wrong_constant",
                Text(
                    f"With {fitted:g} in the place of {before:g}, our line gives your numbers.",
                    f"本実装の {before:g} を {fitted:g} に変えると、同じ値になる。",
                ),
                ours=line.text,
            )
    return None


def other_constant_of_a_convention(
    numbers: Numbers, source: OurSource, concept: Concept, budget: Budget
) -> Cause | None:
    """Return the constant that explains the numbers in the formula of a convention of ours."""
    for convention in concept.conventions:
        for text in sorted(set(NUMBERS.findall(" ".join(convention.edits.values())))):
            if budget.spent:
                return None

            def made(value: float, edits: Any = convention.edits, text: str = text) -> Any:
                changed = {
                    place: other.replace(text, repr(value))
                    for line, other in edits.items()
                    if (place := source.place_of(line)) is not None
                }
                return source.with_edits(changed)

            fitted = _fitted(float(text), made, numbers)
            for shifted in (0.1, 10.0):  # a point in another place is too far for the fitting
                near = float(f"{shifted * float(text):.9g}")
                if fitted is None and numbers.explained_by(made(near)) >= FIRST:
                    fitted = near
            if fitted is not None:
                return Cause(
                    "wrong_constant",
                    Text(
                        f"{convention.text.en} With {fitted:g} in the place of {text}, it gives "
                        "your numbers.",
                        f"{convention.text.ja} {text} を {fitted:g} に変えると、同じ値になる。",
                    ),
                )
    return None


def other_argument(numbers: Numbers, budget: Budget) -> Cause | None:
    """Return the argument that has another value in the user's code, whatever it is given."""
    evidence = numbers.evidence
    if numbers.cases < 2:
        return None  # in one case, one number can often be fitted
    for name, default in evidence.referee.defaults.items():
        if not isinstance(default, float) or budget.spent:
            continue
        fixed = evidence.variation.fixed

        def with_value(value: float, name: str = name, fixed: Any = fixed) -> Numbers:
            return numbers.under(replace(evidence.variation, fixed={**fixed, name: value}))

        start = float(fixed.get(name, default)) or 0.1
        fitted = _fitted(start, None, numbers, with_value)
        if fitted is not None and abs(fitted - start) > 1e-9 * abs(start):
            return Cause(
                "wrong_constant",
                Text(
                    f"The numbers are those of {name} = {fitted:g}, in every case.",
                    f"どのケースでも {name} = {fitted:g} としたときの値になっている。",
                ),
            )
    return None


def _fitted(
    start: float,
    make: Callable[[float], Any] | None,
    numbers: Numbers,
    under: Callable[[float], Numbers] | None = None,
) -> float | None:
    """Return the number with which the user's numbers come out; None if there is none."""

    def rest(value: float) -> np.ndarray | None:
        try:
            if under is not None:
                return under(value).rest(None)
            assert make is not None
            return numbers.rest(make(value))
        except Exception:
            return None

    def holds(value: float) -> bool:
        try:
            if under is not None:
                return under(value).explained_by(None) >= FIRST
            assert make is not None
            return numbers.explained_by(make(value)) >= FIRST
        except Exception:
            return False

    value = _least(start, rest)
    if value is None or value == start:
        return None
    for digits in PLAIN:
        plain = float(f"{value:.{digits}g}")
        if plain != start and abs(plain - value) <= 1e-6 * abs(value) and holds(plain):
            return plain
    return value if holds(value) else None


def _least(start: float, rest: Callable[[float], np.ndarray | None]) -> float | None:
    """Return where the rest vanishes, by steps of Gauss and Newton; None where it does not."""
    value, before = start, np.inf
    for _ in range(ROUNDS):
        step = 1e-6 * abs(value) or 1e-8
        here, there = rest(value), rest(value + step)
        if here is None or there is None or not np.isfinite(here).all():
            return None
        size = float(np.max(np.abs(here)))
        if size < 1e-12 or (size >= before and before < 1e-7):
            return value
        slope = (there - here) / step
        scale = float(np.sum(slope * slope))
        if not np.isfinite(scale) or scale < 1e-20 or size > 1e3 * before:
            return None
        value, before = value - float(np.sum(slope * here)) / scale, size
    return value if before < 1e-7 else None


def _literals(line: OurLine) -> Iterator[tuple[float, Callable[[float], str]]]:
    """Yield the numbers of a line, and how the line reads with another in its place."""
    read = Line.of(line.text)
    if read is None:
        return
    for node in read.nodes():
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        if not isinstance(node.value, int | float) or not node.value:
            continue
        if read.keyword_of(node) in NO_CONSTANTS or _indexes(read, node):
            continue
        at, end = read.start(node), read.end(node)

        def put(value: float, at: int = at, end: int = end) -> str:
            number = repr(value) if value >= 0 else f"({value!r})"
            return line.text[:at] + number + line.text[end:]

        yield float(node.value), put


def _indexes(line: Line, node: ast.AST) -> bool:
    """Tell whether a number is an index, a length or an axis."""
    child = node
    while (parent := line.parents.get(child)) is not None:
        if isinstance(parent, ast.Subscript) and child is parent.slice:
            return True
        if isinstance(parent, ast.Call) and child is not parent.func:
            name = ast.unparse(parent.func).rpartition(".")[2]
            if name in ("range", "reshape", "transpose", "zeros", "ones", "split", "pad"):
                return True
        child = parent
    return False


def _edited(source: OurSource, line: OurLine, text: str) -> Any:
    return source.with_edits({line.place: text})
