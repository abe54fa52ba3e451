"""Finds wrong lines that are no mistake but another convention of the concept.

A convention that is told by arguments (PyTorch's momentum is 1 minus Keras') has no mistake of its
name. A wrong line with which all that it changes comes out, on every case, as the right code gives
it with the convention's arguments is right for whoever follows it, and no choice to ask for.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from parity.describing.concept import Case, Concept, Convention, DrawnCase, draw_case
from parity.harness.comparing.compare import Finding, Yardstick, compare
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.evaluators.subject import defaults_of
from parity.harness.recorded_references import Record
from parity.questions.wrong_lines import CLEARLY


@dataclass
class OtherWays:
    """What the conventions of a concept that are told by arguments give on its cases."""

    concept: Concept
    record: Record
    _found: dict[tuple[str, str], Evaluation | None] = field(default_factory=dict)

    def followed(self, implementation: Any) -> str:
        """Return the name of the convention that an implementation follows; empty if of none.

        Args:
            implementation: with a wrong line.
        """
        ours = functools.cache(lambda name: _evaluated(self._drawn[name], implementation))
        for convention in self.concept.conventions:
            if convention.config and self._follows(convention, ours):
                return convention.name
        return ""

    def _follows(self, convention: Convention, ours: Callable[[str], Evaluation | None]) -> bool:
        broken: list[Finding] = []
        theirs: set[tuple[str, str]] = set()
        for case, turned in self._turned_cases(convention):
            meant = self._given(convention, case, turned)
            if meant is None:  # the right code refuses these arguments together
                continue
            result = ours(case.name)
            if result is None:
                return False
            right = self._given(None, case, self._drawn[case.name])
            off = self._off(case, result, right) if right else []
            if any(finding.max_abs_error is None for finding in off):
                return False
            broken += off
            other = {(f.case, f.quantity) for f in self._off(case, result, meant)} if off else set()
            if any(f.role != "gradient" and (f.case, f.quantity) in other for f in off):
                return False
            theirs |= other
        # Who reads one line of the forward pass does not see that backward belongs to ours.
        forward = [finding for finding in broken if finding.role != "gradient"]
        told = {(finding.case, finding.quantity) for finding in forward or broken}
        return bool(told) and not told & theirs

    def _off(self, case: Case, result: Evaluation, reference: Evaluation) -> list[Finding]:
        """Return the quantities that are clearly other than those of ``reference``."""
        sides = ("numpy", result), ("keras", reference)
        yardstick = self._yardstick(case.name)
        found = compare(case, "float64", *sides, yardstick, self.concept.state)
        return [finding for finding in found if _clearly_differs(finding)]

    def _turned_cases(self, convention: Convention) -> Iterator[tuple[Case, DrawnCase]]:
        """Yield the cases, with the arguments that express the convention."""
        defaults = defaults_of(self.concept)
        for case in self.concept.cases:
            if not case.on_request:
                drawn = self._drawn[case.name]
                yield case, replace(drawn, config=convention.applied(drawn.config, defaults))

    def _given(
        self, convention: Convention | None, case: Case, turned: DrawnCase
    ) -> Evaluation | None:
        key = convention.name if convention else "", case.name
        if key not in self._found:
            self._found[key] = _evaluated(turned, None)
        return self._found[key]

    @functools.cached_property
    def _drawn(self) -> dict[str, DrawnCase]:
        cases = (case for case in self.concept.cases if not case.on_request)
        return {case.name: draw_case(self.concept, case) for case in cases}

    def _yardstick(self, name: str) -> Yardstick:
        return Yardstick.of(self._drawn[name], self.record.conditions.get(name, {}))


def _clearly_differs(finding: Finding) -> bool:
    if finding.verdict == "agree":
        return False
    if finding.max_abs_error is None or finding.bound is None:
        return True  # another shape, or a quantity that one of the two lacks
    return not finding.max_abs_error <= CLEARLY * finding.bound


def _evaluated(case: DrawnCase, implementation: Any) -> Evaluation | None:
    try:
        return numpy_evaluator.evaluate(case, "float64", implementation)
    except Exception:  # whatever a wrong line, or arguments that do not fit, may raise
        return None
