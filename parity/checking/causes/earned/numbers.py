"""The user's numbers, and whether an implementation with a mistake in it gives the same."""

from __future__ import annotations

import copy
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, near
from parity.checking.causes.following.again import cut
from parity.checking.comparing.excuses import axes_of
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.trial import Trial
from parity.checking.comparing.variations import Variation, candidates
from parity.harness.evaluators.evaluation import Evaluation

NOTHING, DOMAIN, FIRST, ALL = 0, 1, 2, 3
"""What is explained: nothing; the first wrong quantity in the inputs with as many axes as most
have; it in every case; everything that is wrong."""

MOST = 40
"""How many other constants and options are tried."""

SINGLE = 1e-5
"""Relative error up to which what is rounded to single precision is the same."""

NEARLY = 1e-3
"""An error up to which another epsilon may be all that is left to find."""


@dataclass(frozen=True)
class _Sight:
    """What the user's code gave for a quantity in one case."""

    trial: Trial
    yours: np.ndarray
    right: np.ndarray
    fine: bool
    rounded: bool = False
    """Whether it is right as far as single precision goes."""

    def is_given_by(self, theirs: np.ndarray) -> bool:
        """Tell whether a mistake gives the user's numbers here."""
        if not self.rounded or theirs.shape != self.yours.shape:
            return same(self.yours, theirs)
        size = float(np.max(np.abs(theirs), initial=0.0))
        return bool(np.max(np.abs(self.yours - theirs), initial=0.0) <= SINGLE * size)


class Numbers:
    """The user's numbers of the first wrong quantity, and of the others.

    Attributes:
        evidence: all that is known.
        name: the first wrong quantity.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.name = evidence, evidence.plain
        self._sights = [
            _Sight(j.trial, c.yours, c.right, c.fine, c.verdict == "imprecise")
            for j in evidence.judged
            for c in j.comparisons
            if c.quantity == evidence.quantity and c.yours is not None
        ]
        wrong = [s for s in self._sights if not s.fine]
        self.axes = axes = main_axes(evidence.judged)
        self.any_axes = evidence.concept.shapes.get("x") == "any"
        unseen = sum(c.yours is None for c in evidence.wrong)
        said = sum(s.right.size > 1 for s in wrong) or len(wrong) > 1
        # One number can be had in many ways, and a case without numbers says nothing.
        self.usable = bool(wrong and said and not unseen and "second" not in evidence.quantity)
        self._wrong = sorted(wrong, key=lambda s: (axes_of(s.trial.case) != axes, *_cost(s)))
        self._probe = _short(self._wrong[0]) if self._wrong else None
        self._fine = [s for s in self._sights if s.fine]
        self._variations = list(variations_of(evidence))

    def explained_by(self, implementation: Any) -> int:
        """Return how much the implementation explains: NOTHING, DOMAIN, FIRST or ALL."""
        probe = self._probe
        if not self.usable or probe is None:
            return NOTHING
        for number, variation in enumerate(self._variations):
            given = self._given(probe.trial, implementation, variation)
            theirs = given.quantities.get(self.name) if given else None
            if theirs is None:
                return NOTHING
            if same(probe.yours, theirs):
                return self._level(implementation, variation)
            if not number and not _nearly(probe.yours, theirs):
                return NOTHING
        return NOTHING

    def rest(self, implementation: Any) -> np.ndarray | None:
        """Return how far an implementation is from the user's numbers in the probe."""
        probe = self._probe
        if not self.usable or probe is None:
            return None
        given = self._given(probe.trial, implementation, self._variations[0])
        theirs = given.quantities.get(self.name) if given else None
        if theirs is None or theirs.shape != probe.yours.shape:
            return None
        return np.asarray(theirs - probe.yours)

    @property
    def cases(self) -> int:
        """In how many cases the quantity is wrong, kinks left out."""
        return sum(not sight.trial.case.kink for sight in self._wrong)

    def other_options(self) -> Iterator[Numbers]:
        """Yield the same numbers under the other options of what the code fixes."""
        evidence = self.evidence
        for name, value in evidence.variation.fixed.items():
            if isinstance(value, bool | str):
                for other in candidates(evidence.concept, name):
                    if other != value:
                        fixed = {**evidence.variation.fixed, name: other}
                        yield self.under(replace(evidence.variation, fixed=fixed))

    def under(self, variation: Variation) -> Numbers:
        """Return the same numbers under one other convention."""
        other = copy.copy(self)
        other._variations = [variation]
        return other

    def _level(self, implementation: Any, variation: Variation) -> int:
        """Return in which cases, right or wrong, the first wrong quantity is the user's."""
        level, changed = FIRST, False
        for sight in [*self._wrong, *self._fine]:
            given = self._given(sight.trial, implementation, variation)
            theirs = given.quantities.get(self.name) if given else None
            if theirs is None or not sight.is_given_by(theirs):
                if sight.trial.case.kink:
                    continue  # what is right there is a convention
                if self.any_axes or axes_of(sight.trial.case) == self.axes:
                    return NOTHING
                level = DOMAIN
            else:
                changed |= not same(theirs, sight.right)
        if level == FIRST and changed:
            return ALL if self._wholly(implementation, variation) else FIRST
        return level if changed else NOTHING

    def _wholly(self, implementation: Any, variation: Variation) -> bool:
        """Tell whether every quantity is the user's in every case."""
        for j in self.evidence.judged:
            given = self._given(j.trial, implementation, variation)
            for c in j.comparisons:
                theirs = given.quantities.get(c.quantity) if given else None
                if c.yours is None or theirs is None or not same(c.yours, theirs):
                    return False
        return True

    def _given(self, trial: Trial, implementation: Any, variation: Variation) -> Evaluation | None:
        referee = self.evidence.referee
        try:
            case = variation.applied(trial.case, referee.defaults)
            return referee.ours(trial, case, implementation, remembered=implementation is None)
        except Exception:
            return None


def main_axes(judged: Sequence[Judged]) -> int:
    """Return how many axes the first input has in most cases."""
    counts = Counter(axes_of(j.case) for j in judged)
    return counts.most_common(1)[0][0] if counts else 0


def variations_of(evidence: Evidence) -> Iterator[Variation]:
    """Yield the convention under which the code was judged, and other constants and options.

    Where the output itself is wrong, those could not be found.
    """
    found = evidence.variation
    yield found
    names = list(found.fixed)
    choices = []
    for name, value in found.fixed.items():
        others = [v for v in candidates(evidence.concept, name) if v != value]
        choices.append([value, *others[:8]] if isinstance(value, float | bool | str) else [value])
    for values in itertools.islice(itertools.product(*choices), 1, MOST):
        yield replace(found, fixed=dict(zip(names, values, strict=True)))


def same(yours: np.ndarray, theirs: np.ndarray) -> bool:
    """Tell whether the user's numbers are those of the mistake, NaN and inf included."""
    if yours.shape != theirs.shape:
        if _without_ones(yours) != _without_ones(theirs):
            return False
        yours = yours.reshape(theirs.shape)
    finite = np.isfinite(yours)
    if finite.all():
        return near(yours, theirs)
    if not np.array_equal(finite, np.isfinite(theirs)):
        return False
    return not finite.any() or near(yours[finite], theirs[finite])


def _nearly(yours: np.ndarray, theirs: np.ndarray) -> bool:
    return yours.shape == theirs.shape and near(yours, theirs, NEARLY)


def _without_ones(array: np.ndarray) -> tuple[int, ...]:
    return tuple(n for n in array.shape if n != 1)


def _cost(sight: _Sight) -> tuple[bool, int]:
    """Return what makes a case poor to try a mistake on: one number, no number, many numbers."""
    finite = np.isfinite(sight.yours).all() and sight.yours.shape == sight.right.shape
    inputs = sum(a.size for drawn in sight.trial.case.inputs for a in drawn.values())
    return (sight.right.size < 2 or not finite or not np.any(sight.right), inputs)


def _short(sight: _Sight) -> _Sight:
    """Return a sight of an optimizer's first steps, up to the first wrong one and one more."""
    if sight.trial.case.kind != "optimizer" or sight.yours.shape != sight.right.shape:
        return sight
    apart = [not near(a, b) for a, b in zip(sight.yours, sight.right, strict=True)]
    steps = apart.index(True) + 2 if any(apart) else len(apart)
    case = cut(sight.trial.case, steps)
    trial = replace(sight.trial, case=case, altered=True)
    return replace(sight, trial=trial, yours=sight.yours[:steps], right=sight.right[:steps])
