"""Looks for the mistake that gives the user's numbers, within a time."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.causes.budget import Budget
from parity.checking.causes.earned.candidates import WRONG_START, Candidate, Candidates
from parity.checking.causes.earned.fitting import (
    other_argument,
    other_constant,
    other_constant_of_a_convention,
)
from parity.checking.causes.earned.numbers import FIRST, Numbers
from parity.checking.causes.earned.source import source_of
from parity.checking.causes.fingerprints.evidence import Evidence
from parity.checking.causes.kinds import kind_of_edit
from parity.checking.report import Cause
from parity.describing.concept import NOTHING, Text
from parity.harness.mistakes import with_mistake

MOST = 3
"""How many mistakes are told that explain the numbers equally."""

VERBATIM = 0.97
"""How alike to the user's code a right line must be to stand in it."""

LIKE_IT = 1.0
"""How much must speak for a mistake that often comes to the same numbers as another."""

MARGIN = 0.05
"""How much less may speak for a second mistake."""


@dataclass(frozen=True)
class Earned:
    """A mistake that gives the user's numbers.

    Attributes:
        cause: what is told.
        wrong: the line of our code with the mistake.
        level: how much it explains, as :mod:`parity.checking.causes.earned.numbers` has it.
    """

    cause: Cause
    wrong: str
    level: int


class Search:
    """Makes mistakes in our code until the user's numbers come out.

    Args:
        evidence: the user's numbers.
        alike: how alike a wrong line is to the user's code, from 0 to 1.
        budget: how long it may take.
    """

    def __init__(self, evidence: Evidence, alike: Callable[[str], float], budget: Budget) -> None:
        self.evidence, self.alike, self.budget = evidence, alike, budget
        self.numbers = Numbers(evidence)
        concept = evidence.concept
        self._candidates: Candidates | None = None
        if self.numbers.usable and concept.kind != "initializer":
            source = source_of(concept.module, concept.twin)
            self._candidates = Candidates(concept, source, evidence.wrong[0].role)

    def listed(self) -> list[Earned]:
        """Return the listed mistakes that explain the numbers."""
        return self._best(self._candidates.listed()) if self._candidates else []

    def beginnings(self) -> list[Earned]:
        """Return what an optimizer keeps and lets begin elsewhere, if all numbers come of it."""
        made, found = self._candidates, self.numbers
        if made is None or self.evidence.concept.kind != "optimizer":
            return []
        for numbers in (found, *found.other_options()):
            self.numbers = numbers
            earned = [e for e in self._best(made.beginnings()) if e.level >= FIRST]
            if earned:
                break
        self.numbers = found
        return earned

    def slips(self) -> list[Earned]:
        """Return the slips, and the pairs, that explain the numbers."""
        made = self._candidates
        if made is None:
            return []
        stages = (made.two_mistakes, made.plausible, made.two_of_a_kind)  # the few pairs first
        return next((found for stage in stages if (found := self._best(stage()))), [])

    def far_fetched(self) -> list[Earned]:
        """Return the slips that any line can have and that explain the numbers."""
        return (
            self._best(self._candidates.far_fetched(), makeshift=True) if self._candidates else []
        )

    def constants(self) -> list[Cause]:
        """Return the constant that explains the numbers, if it is one."""
        made = self._candidates
        if made is None:
            return []
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = other_argument(self.numbers, self.budget)
            found = found or other_constant_of_a_convention(
                self.numbers, made.source, self.evidence.concept, self.budget
            )
            for numbers in (self.numbers, *self.numbers.other_options()):
                found = found or other_constant(numbers, made.source, made.role, self.budget)
        return [found] if found else []

    def _best(self, candidates: Iterable[Candidate], makeshift: bool = False) -> list[Earned]:
        """Return what explains most, and of that what is most like the user's code."""
        found: list[tuple[int, float, Candidate]] = []
        for candidate in candidates:
            if self.budget.spent:
                break
            level = self._level(candidate)
            plausibility = self._plausibility(candidate) if level else -1.0
            if plausibility >= (LIKE_IT if makeshift else 0) or (level and candidate.mistake):
                found.append((level, plausibility, candidate))
        if not found:
            return []
        most = max(level for level, _, _ in found)
        ranked = sorted((f for f in found if f[0] == most), key=lambda f: -f[1])
        best = ranked[0][1]
        told = [f for f in ranked if f[1] >= best - MARGIN][:MOST]
        return [_told(candidate, most) for _, _, candidate in told]

    def _plausibility(self, candidate: Candidate) -> float:
        """Return how much speaks for a mistake; less than 0 where the user has the right line."""
        speaks = []
        for wrong_line, right_line in zip(candidate.wrong, candidate.ours, strict=True):
            wrong, right = self.alike(wrong_line), self.alike(right_line)
            if right > VERBATIM and wrong < right:
                return -1.0
            speaks.append(1 + wrong - 0.5 * right)
        return min(speaks) - 0.01 * candidate.rank

    def _level(self, candidate: Candidate) -> int:
        assert self._candidates is not None
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                return self.numbers.explained_by(self._made(candidate))
        except Exception:  # what is no code, or no mistake that can be made
            return 0

    def _made(self, candidate: Candidate) -> Any:
        """Return our implementation with the mistake made."""
        assert self._candidates is not None
        if not candidate.edits and candidate.mistake is not None:
            return with_mistake(self.evidence.concept, candidate.mistake)  # of the fast form
        source = self._candidates.source
        edits = dict(candidate.edits)
        for convention in self.evidence.variation.conventions:
            mistakes = self.evidence.concept.mistakes
            like = {m.line: m.wrong for m in mistakes if m.name == convention.like}
            for line, other in {**like, **convention.edits}.items():
                place = source.place_of(line)
                if place is not None:
                    edits.setdefault(place, other)
        return source.with_edits(edits)


def _told(candidate: Candidate, level: int) -> Earned:
    why, kind = candidate.why, NOTHING
    if candidate.mistake is None and candidate.name not in (WRONG_START, "state_kept"):
        kind = kind_of_edit(candidate.wrong[0], candidate.ours[0])
        shown = "; ".join(candidate.wrong)
        why = Text(
            f"{why.en} Made in our code, this slip gives your numbers: {shown}",
            f"{why.ja}本実装で同じ誤りをすると値が一致する:{shown}",
        )
    cause = Cause(candidate.name, why, ours="\n".join(candidate.ours), kind=kind)
    return Earned(cause, candidate.wrong[0], level)
