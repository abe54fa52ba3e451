"""Code that computes in float32 inside: it agrees as far as that goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.harness.comparing.tolerances import EPS
from parity.harness.evaluators import numpy_evaluator

SAYS = re.compile(
    r"float32|float16|np\.single|dtype\s*=\s*['\"]f['\"]|astype\(\s*['\"](?:f|f4|<f4)['\"]|np\.half"
)
"""What in the source says that a lower precision is meant."""

OF_OURS = 16.0
"""How many times as much as our own code in float32 a result may lose."""

MOST = 1e-2
"""What is off by more of its largest number is wrong, whatever float32 makes of it."""

TIMES = 64.0
"""How many units of float32 a result may be off, relative to its largest number."""


def single_precision(judged: Sequence[Judged], source: str) -> list[str]:
    """Accept what is off by roundings of float32 alone; return the quantities that are.

    Either the result came back as float32, or the source says float32: an error of that size
    alone is no reason to think so. Beside a number that is wrong, those that are only rounded are
    not to be accused.
    """
    ran = [j for j in judged if j.excused is None and j.comparisons]
    wrong = [c for j in ran for c in j.comparisons if not c.fine]
    if not wrong:
        return []
    returned = {name for j in ran for name in j.trial.float32}
    said = bool(SAYS.search(source))
    if not said and not all(c.quantity.split(" ")[0] in returned for c in wrong):
        return []
    found: list[str] = []
    for j in ran:
        failing = [c for c in j.comparisons if not c.fine]
        rounded = failing if _as_ours(j, failing) else [c for c in failing if rounded_to_single(c)]
        accepted = {id(c) for c in rounded}
        found += [c.quantity for c in rounded]
        j.comparisons = [
            replace(c, verdict="imprecise") if id(c) in accepted else c for c in j.comparisons
        ]
    return list(dict.fromkeys(found))


def rounded_to_single(c: Comparison) -> bool:
    """Tell whether a result is off by no more than roundings of float32 make."""
    size = float(abs(c.right).max()) if c.right.size else 0.0
    return c.numbers and c.error is not None and c.error <= TIMES * EPS["float32"] * (size + 1e-3)


def _as_ours(j: Judged, failing: Sequence[Comparison]) -> bool:
    """Tell whether our own code loses as much in float32 on this case."""
    if all(rounded_to_single(c) for c in failing):
        return True
    try:
        single = numpy_evaluator.evaluate(j.case, "float32").quantities
        double = numpy_evaluator.evaluate(j.case, "float64").quantities
    except (ValueError, TypeError, ArithmeticError, LookupError):  # ours is not made for the case
        return False
    for c in failing:
        if not c.numbers or c.error is None or c.quantity not in single:
            return False
        # Not from what is right here: that may be right by a convention that ours has not.
        lost = np.abs(np.asarray(single[c.quantity], dtype=float) - double[c.quantity])
        most = MOST * float(np.abs(c.right).max(initial=0.0))
        if not lost.size or not c.error <= min(OF_OURS * float(lost.max()), most):
            return False
    return True
