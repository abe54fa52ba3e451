"""Finds the smallest case that still fails, and writes it as code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from parity.checking.causes.budget import Budget
from parity.checking.causes.fingerprints.evidence import Evidence
from parity.checking.causes.literals import literal, short_pair
from parity.checking.comparing.cases.resizing import resized, sizes_of
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.run_case import run
from parity.checking.reading.sessions.networks import BookNetwork
from parity.checking.report import Example
from parity.describing.concept import DrawnCase

SECONDS = 0.5
"""How long is looked."""

LARGEST = 80
"""Cases with more numbers than this are not printed."""


def smallest(e: Evidence) -> Example | None:
    """Return the smallest failing case of the first wrong quantity as code."""
    if "second call" in e.quantity or isinstance(e.subject, BookNetwork):
        return None
    order = {case.name: place for place, case in enumerate(e.concept.cases)}
    found = sorted(
        (c for c in e.wrong if c.yours is not None),
        key=lambda c: (not np.any(c.right), order.get(c.case.name.split("/")[0], 99)),
    )
    if not found or "optimizer" in found[0].case.options:
        return None
    budget = Budget(SECONDS)
    case, comparison = found[0].case, found[0]
    if comparison.role == "steps":
        case, comparison = _fewer_steps(e, case, comparison)
    improved = True
    while improved and not budget.spent:
        improved = False
        for smaller in _smaller(case):
            if budget.spent:
                break
            failing = _fails(e, smaller)
            if failing is not None:
                case, comparison, improved = smaller, failing, True
                break
    if _weight(case) > LARGEST or comparison.yours is None:
        return None
    return Example(e.quantity, code_of(case), *short_pair(comparison.yours, comparison.right))


def _weight(case: DrawnCase) -> int:
    arrays = [*case.params.values(), *(a for drawn in case.inputs for a in drawn.values())]
    return sum(array.size for array in arrays)


def _fails(e: Evidence, case: DrawnCase) -> Comparison | None:
    """Return the comparison of the quantity if the user's code is wrong on ``case``, too."""
    try:
        trial = run(e.subject, case, lambda _: None, twice=False)
        trial.altered = True
        if trial.stumble or trial.not_applicable:
            return None
        for comparison in e.referee.compare(trial, e.variation):
            if comparison.quantity == e.quantity and not comparison.fine:
                # Where nothing but 0 is right there is little to learn from.
                return replace(comparison, case=case) if np.any(comparison.right) else None
    except Exception:
        return None
    return None


def _smaller(case: DrawnCase) -> Iterator[DrawnCase]:
    """Yield smaller and simpler cases, the boldest first."""
    if len(case.inputs) > 1:
        yield replace(case, inputs=case.inputs[:1], upstream=case.upstream[:1])
    for size in sizes_of(case):
        for target in dict.fromkeys((1, 2, size // 2, size - 1)):
            if 0 < target < size:
                smaller = resized(case, size, target)
                if smaller is not None:
                    yield smaller
    for digits in (0, 1):
        yield from _rounded(case, digits)


def _rounded(case: DrawnCase, digits: int) -> Iterator[DrawnCase]:
    """Yield the case with its numbers rounded, if that changes any of them."""

    def simple(array: np.ndarray) -> np.ndarray:
        if array.dtype.kind != "f":
            return array
        rounded = np.round(array, digits)
        # A 0 hides mistakes, and a kink at 0 is another question.
        least = np.where(array < 0, -1.0, 1.0) * 10.0**-digits
        return np.where((rounded == 0) & (array != 0), least, rounded)

    def change(name: str) -> DrawnCase:
        return replace(
            case,
            inputs=tuple(
                {n: simple(a) if n == name else a for n, a in drawn.items()}
                for drawn in case.inputs
            ),
            params={n: simple(a) if n == name else a for n, a in case.params.items()},
            buffers={n: simple(a) if n == name else a for n, a in case.buffers.items()},
            upstream=tuple(simple(a) if name == "dy" else a for a in case.upstream),
        )

    names = [*case.inputs[0], *case.params, *case.buffers, *(["dy"] if case.upstream else [])]
    for name in names:
        if name == "t" or name.startswith("mask"):
            continue
        changed = change(name)
        if _arrays(changed) != _arrays(case):
            yield changed


def _arrays(case: DrawnCase) -> list[bytes]:
    arrays = [*case.params.values(), *case.buffers.values()]
    arrays += [a for drawn in case.inputs for a in drawn.values()]
    return [a.tobytes() for a in (*arrays, *case.upstream)]


def _fewer_steps(
    e: Evidence, case: DrawnCase, comparison: Comparison
) -> tuple[DrawnCase, Comparison]:
    """Cut a trajectory behind its first wrong step."""
    from parity.checking.comparing.table import first_step

    step = first_step(comparison)
    if not step:
        return case, comparison
    short_case = replace(
        case, inputs=({name: array[:step] for name, array in case.inputs[0].items()},)
    )
    options = {k: v for k, v in case.options.items() if k != "lr_at"}
    if step <= min(case.options.get("lr_at", {10**9: 0})):
        short_case = replace(short_case, options=options)
    one = _one_parameter(short_case, e.plain)
    for smaller in (one, short_case):
        failing = _fails(e, smaller)
        if failing is not None:
            return smaller, failing
    return case, comparison


def _one_parameter(case: DrawnCase, name: str) -> DrawnCase:
    return replace(
        case,
        inputs=({f"d{name}": case.inputs[0][f"d{name}"]},),
        params={name: case.params[name]},
    )


def code_of(case: DrawnCase) -> str:
    """Return Python that defines the arrays and arguments of a case."""
    lines = ["import numpy as np", ""]
    for drawn in case.inputs[:1]:
        lines += [_assignment(name, value) for name, value in drawn.items()]
    for arrays in (case.params, case.buffers):
        lines += [_assignment(name, array) for name, array in arrays.items()]
    if case.upstream:
        lines.append(_assignment("dy", case.upstream[0]))
    lines += [
        f"{name} = {value!r}"
        for name, value in case.config.items()
        if isinstance(value, int | float | str | bool | tuple) and not callable(value)
    ]
    if case.training is not None:
        lines.append(f"training = {case.training}")
    return "\n".join(lines)


def _assignment(name: str, array: np.ndarray) -> str:
    """Return ``name = np.array(...)``, its rows below each other."""
    start = f"{name.replace('.', '_')} = "
    return start + literal(array).replace("\n", "\n" + " " * len(start))
