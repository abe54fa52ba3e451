"""What a fingerprint is looked for in: the wrong numbers, the right ones, and how to get others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from parity.checking.causes.budget import Budget
from parity.checking.comparing.comparison import ROUNDING, Comparison
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.variations import Referee, Variation
from parity.checking.reading.sessions.session import Subject
from parity.checking.report import Cause
from parity.describing.concept import Concept, DrawnCase, Text
from parity.harness.evaluators.evaluation import Evaluation

NEAR = 1e-9
"""Relative error up to which two arrays count as the same in a fingerprint."""


@dataclass
class Evidence:
    """Everything about the first wrong quantity.

    Attributes:
        concept: what the code is judged as.
        subject: the code.
        quantity: the first wrong quantity.
        wrong: its wrong comparisons, one for each case.
        judged: every counted case.
        variation: the convention under which the code is judged.
        referee: evaluates our implementation.
        code: the statements of the user's that ran in a failing case.
        budget: how long arrays are exchanged and turned; None for ever. A whole network takes as
            long for each of its arrays as a layer does for all of them.
    """

    concept: Concept
    subject: Subject
    quantity: str
    wrong: Sequence[Comparison]
    judged: Sequence[Judged]
    variation: Variation
    referee: Referee
    code: Sequence[str] = ()
    budget: Budget | None = None

    @property
    def numbers(self) -> list[Comparison]:
        """The wrong comparisons that have two finite arrays of one shape."""
        return [c for c in self.wrong if c.numbers and np.isfinite(array_of(c)).all()]

    @property
    def plain(self) -> str:
        """The quantity's name without remarks such as the second call."""
        return self.quantity.split(" ")[0]

    def applied(self, case: DrawnCase) -> DrawnCase:
        """Return the case as our implementation is given it."""
        return self.variation.applied(case, self.referee.defaults)

    def with_defaults(self, case: DrawnCase) -> DrawnCase:
        """Return the case with every argument spelled out, as the code was judged."""
        applied = self.applied(case)
        return replace(case, config={**self.referee.defaults, **applied.config})

    def ours(self, case: DrawnCase, implementation: Any = None) -> Evaluation | None:
        """Evaluate our implementation, or ``implementation``; None if it refuses the case."""
        from parity.checking.comparing.trial import Trial

        try:
            return self.referee.ours(Trial(case), case, implementation)
        except Exception:
            return None

    def same_everywhere(self, make: Any) -> bool:
        """Tell whether ``make(case)`` evaluates to the user's numbers in every wrong case."""
        checked = 0
        if len(self.numbers) < len(self.wrong) or (self.budget and self.budget.spent):
            return False
        for c in self.numbers:
            evaluation = make(self.applied(c.case))
            if evaluation is None or self.plain not in evaluation.quantities:
                return False
            if not near(evaluation.quantities[self.plain], array_of(c)):
                return False
            if near(evaluation.quantities[self.plain], c.right):
                continue
            checked += 1
        return checked > 0


def array_of(c: Comparison) -> np.ndarray:
    """Return the user's array of a comparison that has one."""
    assert c.yours is not None
    return c.yours


def near(a: np.ndarray, b: np.ndarray, relative: float = NEAR) -> bool:
    """Tell whether two arrays are the same but for rounding."""
    if a.shape != b.shape or not a.size or not np.isfinite(b).all():
        return False
    with np.errstate(all="ignore"):
        scale = float(np.max(np.abs(b)))
        return bool(np.max(np.abs(a - b)) <= relative * scale + ROUNDING * 1e-3)


def arrays_of(case: DrawnCase) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the arrays of a case by name: inputs, parameters, upstream gradient."""
    if case.inputs:
        yield from case.inputs[0].items()
    yield from case.params.items()
    if case.upstream:
        yield "dy", case.upstream[0]


def cause(name: str, en: str, ja: str) -> Cause:
    """Return a cause with its text."""
    return Cause(name, Text(en, ja))
