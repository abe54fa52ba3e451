"""The table of quantities: every case of each, in one row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.trial import NOT_GIVEN
from parity.checking.report import Quantity


def quantities_of(counted: Sequence[Judged], also: Sequence[Judged] = ()) -> list[Quantity]:
    """Return one row for each quantity, in the order of the computation.

    Args:
        counted: the judged cases.
        also: random cases that agree: they count, and are never the worst.
    """
    by_name: dict[str, list[Comparison]] = {}
    for j in counted:
        for comparison in j.comparisons:
            by_name.setdefault(comparison.quantity, []).append(comparison)
    rows = []
    for name in _ordered(by_name):
        found = by_name[name]
        worst = max(found, key=_badness)
        digits = [c.digits for c in found if c.digits is not None]
        more = sum(c.quantity == name and c.fine for j in also for c in j.comparisons)
        rows.append(
            Quantity(
                quantity=name,
                digits=worst.digits if not worst.fine else min(digits, default=None),
                verdict=worst.verdict,
                case=worst.case.name,
                agreed=sum(c.fine for c in found) + more,
                compared=len(found) + more,
                max_abs_error=worst.error,
                bound=worst.bound,
                note=worst.note,
            )
        )
    return rows


def _badness(c: Comparison) -> tuple[int, float]:
    rank = {"agree": 0, "imprecise": 1, "differ": 3, "error": 4, "missing": 2}
    return rank[c.verdict], -(c.digits if c.digits is not None else 16.0)


def _ordered(by_name: dict[str, list[Comparison]]) -> list[str]:
    order = {"forward": 0, "state": 1, "gradient": 2, "steps": 3}
    names = list(by_name)

    def place(name: str) -> tuple[bool, int, bool, int]:
        first = by_name[name][0]
        of_input = name.removeprefix("d") in first.case.differentiable
        return "second call" in name, order.get(first.role, 4), of_input, names.index(name)

    return sorted(names, key=place)


def first_wrong(counted: Sequence[Judged]) -> str | None:
    """Return the first quantity that is wrong, with the step where the case has steps."""
    wrong = wrong_comparisons(counted)
    if not wrong:
        return None
    given = [name for name, found in wrong.items() if any(c.note != NOT_GIVEN for c in found)]
    name = given[0] if given else next(iter(wrong))  # what is absent is not wrong
    comparison = wrong[name][0]
    step = first_step(comparison)
    return f"{name}, step {step}" if step else name


def wrong_comparisons(counted: Sequence[Judged]) -> dict[str, list[Comparison]]:
    """Return what is wrong, by quantity, the first in the computation first."""
    by_name: dict[str, list[Comparison]] = {}
    for j in counted:
        for comparison in j.comparisons:
            by_name.setdefault(comparison.quantity, []).append(comparison)
    ordered = {name: [c for c in by_name[name] if not c.fine] for name in _ordered(by_name)}
    found = {name: wrong for name, wrong in ordered.items() if wrong}
    # Exact references tell more of a mistake than finite differences do.
    exact = {n: [c for c in wrong if c.reference != "differences"] for n, wrong in found.items()}
    return {name: exact[name] or wrong for name, wrong in found.items()}


def first_step(c: Comparison) -> int | None:
    """Return the first step, from 1, at which a trajectory is wrong; None without steps."""
    if c.role != "steps" or c.yours is None or c.yours.shape != c.right.shape or not c.right.ndim:
        return None
    axes = tuple(range(1, c.right.ndim))
    with np.errstate(invalid="ignore"):
        error = np.abs(c.yours - c.right).max(axis=axes)
    bound = c.bound or 0.0
    late = np.nonzero(~(error <= max(bound, 1e-12)))[0]
    return int(late[0]) + 1 if len(late) else None
