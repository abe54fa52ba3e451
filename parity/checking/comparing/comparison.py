"""Compares what the user's code gave with what is right, quantity by quantity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from parity.checking.comparing.trial import NOT_GIVEN, Trial
from parity.checking.report import QuantityVerdict
from parity.describing.concept import NOTHING, DrawnCase, Text
from parity.harness.comparing import tolerances
from parity.harness.comparing.compare import Yardstick, magnitude_of
from parity.harness.evaluators.evaluation import Evaluation

ROUNDING = 1e-10
"""Relative errors up to this are put down to rounding: a right formula that cancels loses digits.

No convention and no fixed constant that people use makes so small a difference.
"""

FLOOR = 1e-13
"""What is 0 by definition comes out as a rounding error of numbers near 1."""


@dataclass(frozen=True)
class Comparison:
    """One quantity of one case beside the reference.

    Attributes:
        quantity: its name.
        role: what it is: forward, state, gradient, steps.
        case: the case as it was judged.
        yours: the user's array; ``None`` if there is none.
        right: the reference.
        verdict: ``agree``, ``imprecise``, ``differ`` or ``missing``.
        digits: to how many digits the two agree.
        error: the largest error.
        bound: what two right results may differ by.
        note: what else there is to say.
        reference: who gave ``right``.
    """

    quantity: str
    role: str
    case: DrawnCase
    yours: np.ndarray | None
    right: np.ndarray
    verdict: QuantityVerdict
    digits: float | None = None
    error: float | None = None
    bound: float | None = None
    note: Text = NOTHING
    reference: str = ""

    @property
    def fine(self) -> bool:
        """Tell whether the code is right here."""
        return self.verdict in ("agree", "imprecise")

    def accepted(self) -> Comparison:
        """Return it as one that agrees, by a convention that makes its digits meaningless."""
        return self if self.fine else replace(self, verdict="agree", digits=None, note=NOTHING)

    @property
    def numbers(self) -> bool:
        """Tell whether there are two arrays of one shape to look at."""
        return self.yours is not None and self.yours.shape == self.right.shape


def compare(
    trial: Trial,
    references: Mapping[str, Evaluation],
    condition: Mapping[str, float],
    only: str = "",
) -> list[Comparison]:
    """Compare a trial with every reference; of several, the worst counts.

    Args:
        trial: what the user's code gave.
        references: by who gave them.
        condition: how strongly each quantity reacts to the inputs.
        only: the one quantity that is asked for, if it is one.
    """
    yardstick = Yardstick.of(trial.case, condition)
    found = []
    for quantity in _in_order(trial, references):
        if only not in ("", quantity):
            continue
        rated = [
            _compare_one(trial, quantity, name, reference, yardstick)
            for name, reference in references.items()
            if quantity in reference.quantities
        ]
        if rated:
            found.append(max(rated, key=_badness))
    return found


def _in_order(trial: Trial, references: Mapping[str, Evaluation]) -> list[str]:
    """Return the quantities in the order of the computation."""
    known = {name for reference in references.values() for name in reference.quantities}
    names = [*trial.given.quantities, *(n for n in trial.bad if n not in trial.given.quantities)]
    roles = {n: r for reference in references.values() for n, r in reference.roles.items()}
    order = {"forward": 0, "distribution": 1, "state": 1, "gradient": 2, "steps": 3}
    inputs = {f"d{name}" for name in trial.case.differentiable}
    wanted = [name for name in names if name in known]
    return sorted(wanted, key=lambda n: (order.get(roles[n], 4), n in inputs))


def _badness(comparison: Comparison) -> tuple[int, float]:
    rank = {"agree": 0, "imprecise": 1, "differ": 2, "error": 3, "missing": 4}
    return rank[comparison.verdict], comparison.error or 0.0


def _compare_one(
    trial: Trial, quantity: str, name: str, reference: Evaluation, yardstick: Yardstick
) -> Comparison:
    right = reference.quantities[quantity]
    role = reference.roles[quantity]
    yours = trial.given.quantities.get(quantity)
    if yours is None:
        note = trial.bad[quantity]
        verdict: QuantityVerdict = "missing" if note.en in ("None", NOT_GIVEN.en) else "differ"
        return Comparison(
            quantity, role, trial.case, None, right, verdict, note=note, reference=name
        )
    least = trial.bounds.get(quantity, 0.0)
    return rate(trial.case, quantity, role, yours, right, name, yardstick, least)


def rate(
    case: DrawnCase,
    quantity: str,
    role: str,
    yours: np.ndarray,
    right: np.ndarray,
    reference: str,
    yardstick: Yardstick,
    least: float = 0.0,
) -> Comparison:
    """Return the comparison of two arrays; errors up to ``least`` are none, True counts as 1."""
    yours, right = (a * 1.0 if a.dtype.kind == "b" else a for a in (yours, right))

    def answer(
        verdict: QuantityVerdict,
        digits: float | None = None,
        error: float | None = None,
        bound: float | None = None,
        note: Text = NOTHING,
    ) -> Comparison:
        return Comparison(
            quantity, role, case, yours, right, verdict, digits, error, bound, note, reference
        )

    note = NOTHING
    if (role == "distribution" or quantity in case.sampled) and yours.size:
        distance = tolerances.distribution_distance(yours, right)
        limit = tolerances.distribution_bound(yours.size, right.size)
        note = Text("in distribution", "分布で比較")
        verdict: QuantityVerdict = "agree" if distance <= limit else "differ"
        return answer(verdict, None, distance, limit, note)
    if yours.shape != right.shape:
        placed = case.concept not in MASKS or yours.shape[-1:] == right.shape[-1:]
        if placed and _without_ones(yours) == _without_ones(right):
            note = Text(
                f"shape {yours.shape} instead of {right.shape}",
                f"形が {right.shape} ではなく {yours.shape}",
            )
            yours = yours.reshape(right.shape)
        else:
            wrong = Text(
                f"shape {yours.shape}, expected {right.shape}",
                f"形が {yours.shape}(正しくは {right.shape})",
            )
            return answer("differ", note=wrong)
    bad = ~np.isfinite(yours) & np.isfinite(right)
    if bad.any():
        what = "NaN" if np.isnan(yours[bad]).any() else "inf"
        wrong = Text(
            f"{what} in {int(bad.sum())} of {yours.size} elements",
            f"{yours.size} 要素中 {int(bad.sum())} 要素が {what}",
        )
        return answer("differ", note=wrong)
    endless = np.isinf(right)
    if case.concept in MASKS and np.any(yours[endless] != right[endless]):
        wrong = Text("finite where inf is expected", "無限大であるべき所が有限である")
        return answer("differ", note=wrong)
    with np.errstate(invalid="ignore"):
        error = magnitude_of(np.where(np.isfinite(right), yours - right, 0.0))
    magnitude = magnitude_of(right[np.isfinite(right)])
    bound = max(yardstick.bound(quantity, "float64", magnitude), FLOOR, least)
    digits = tolerances.digits(error, magnitude, "float64")
    if error <= bound:
        return answer("agree", digits, error, bound, note=note)
    if error <= ROUNDING * magnitude:
        return answer("imprecise", digits, error, bound, note=note)
    return answer("differ", digits, error, bound, note=note)


MASKS = ("causal_mask", "padding_mask")
"""What hides keys: (N, 1, T) does, and (N, T, 1) does not; and nothing but -inf is -inf."""


def _without_ones(array: np.ndarray) -> tuple[int, ...]:
    return tuple(n for n in array.shape if n != 1)
