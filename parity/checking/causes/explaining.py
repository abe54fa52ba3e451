"""Why the first wrong quantity is wrong: from what is seen directly to what is only likely."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from parity.checking.causes.above_zero import above_zero
from parity.checking.causes.above_zero import told as told_of_zeros
from parity.checking.causes.budget import Budget
from parity.checking.causes.earned.candidates import WRONG_START
from parity.checking.causes.earned.numbers import ALL, DOMAIN, FIRST, main_axes, variations_of
from parity.checking.causes.earned.search import Earned, Search
from parity.checking.causes.fingerprints import (
    arguments,
    arithmetic,
    arrangement,
    behaviour,
    elements,
    precision,
    relations,
    steps,
    unwritten,
    wrong_point,
)
from parity.checking.causes.fingerprints.evidence import Evidence
from parity.checking.causes.following.again import Again, cut
from parity.checking.causes.following.lines import ADDED_UP, BEGUN, IN_PLACE, LEFT_EMPTY, Lines
from parity.checking.causes.following.tracing import Traced, traced
from parity.checking.causes.mending.search import Mended, Mending
from parity.checking.causes.mending.words import cause_of
from parity.checking.comparing.excuses import axes_of
from parity.checking.comparing.table import first_step
from parity.checking.comparing.trial import Trial
from parity.checking.report import Cause, Line
from parity.describing.concept import DrawnCase

Fingerprint = Callable[[Evidence], Cause | None]

CERTAIN: tuple[Fingerprint, ...] = (
    behaviour.state_kept,
    behaviour.odd_result,
    behaviour.global_random,
    unwritten.never_written,
    behaviour.state_of_the_class,
    relations.few_draws,
)
"""What is seen directly: it comes first."""

EXACT: tuple[Fingerprint, ...] = (
    arithmetic.zero_gradient,
    precision.float32,
    precision.overflow,
    arithmetic.constant_factor,
    arrangement.transposed,
    arrangement.permuted,
    relations.mask_missing,
    relations.running_statistic,
    wrong_point.other_mode,
    wrong_point.derivative_at_output,
    arithmetic.missing_factor,
    arithmetic.missing_term,
    arithmetic.scaled_term,
    arguments.another_axis,
    elements.mirrored,
    arguments.swapped,
    arguments.gates,
    arguments.settings,
    relations.targets_exchanged,
    relations.rearranged_parameters,
    wrong_point.another_concept,
    wrong_point.transformed_input,
    relations.function_on_top,
    steps.first_update,
    arrangement.wrong_shape,
)
"""What explains every number, behind the listed mistakes."""

VAGUE: tuple[Fingerprint, ...] = (
    precision.epsilon_place,
    precision.as_small_as_float32,
    relations.overlaps,
    elements.where_wrong,
    relations.only_with_argument,
    steps.right_first_step,
    steps.one_state_for_all,
    arithmetic.factor_by_row,
    arithmetic.same_for_all,
)
"""What tells where and how large the error is, and no more."""

WHOLE = 4.5
"""How long all of a check may take, from its beginning."""

AT_LEAST = 0.8
"""How long causes are looked for, however long the code was read."""

SECONDS = 0.35
"""How long mistakes are made in our code, in search of the user's numbers."""

LOOKING = 1.0
"""Seconds for the fingerprints of one kind."""

MENDING = 0.4
"""How long changes of the user's code are tried."""

FITTING = 0.4
"""How long at least a constant is fitted."""

ONLY_THE_LINE = 0.2
"""How long they are tried where the cause is known."""

HINTS = {"state_kept": ADDED_UP, WRONG_START: BEGUN, "never_written": LEFT_EMPTY}
"""Where the lines are of what no line of ours is like."""

LARGE = 100.0
"""From here on exponentials come near to an overflow, and their slopes vanish."""

PARTS = {"gradient": ("backward", "forward"), "steps": ("update", "constructor")}
"""In which parts of a run a quantity is computed, the nearest first."""

Told = list[tuple[Cause, str]]
"""Causes, the likeliest first, each with the wrong line that is known for it."""


class Explaining:
    """Explains one wrong quantity.

    Attributes:
        lines: the user's lines that ran in a failing case.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        left = WHOLE - (time.process_time() - evidence.referee.began)
        self.budget = Budget(max(left, AT_LEAST))
        self.again = Again(evidence.concept, evidence.subject, evidence.variation, evidence.referee)
        role = evidence.wrong[0].role if evidence.wrong else "forward"
        self.parts: tuple[str, ...] = PARTS.get(role, ("forward", "call", "constructor"))
        self.probe = self._failing()
        stumble = self.probe.stumble if self.probe is not None else None
        if not evidence.wrong and stumble is not None:
            self.parts = tuple(dict.fromkeys((stumble.stage, "backward", "forward", "update")))
        seen = Traced()
        if self.probe is not None:
            probe = self.probe
            seen = traced(lambda tell: self.again.run(probe, tell, short=True))
        self.traced = seen
        self.lines = Lines(seen, self.parts)
        self.evidence = replace(evidence, code=self.lines.texts)

    def causes(self) -> list[Cause]:
        """Return the causes with their lines; none if there is nothing to say."""
        told = self._apart()
        found: list[Cause] = []
        for cause, hint in told:
            if cause.line is None and self._mended and not found:
                by_mending = cause_of(self._mended)
                cause = replace(cause, line=by_mending.line, mended=by_mending.mended)
            line = cause.line or self.line(hint)
            found.append(replace(cause, line=line))
        return found

    def of_a_crash(self) -> list[Cause]:
        """Return the change under which the code raises no more, and is right."""
        mended = self._mend(MENDING)
        if mended:
            return [cause_of(mended)]
        positive = above_zero(self.evidence, self.again)
        there = Explaining(positive)._mend(MENDING) if positive else None
        return [told_of_zeros(cause_of(there))] if there else []

    def line(self, wrong: str = "") -> Line | None:
        """Return the line where the quantity is made."""
        name, names = self.evidence.plain, self.evidence.subject.names
        spellings = {name, *names.of(name)}
        if name.startswith("d") and len(name) > 1:
            spellings = {name, *names.gradient_of(name[1:])}
        if name == "dx":
            spellings |= {"dX", "din", "grad_input", "dx_out"}
        return self.lines.to_look_at(spellings, wrong)

    def _apart(self) -> Told:
        """Return the causes; where some cases overflow and others are wrong, those of both."""
        e = self.evidence
        finite = e.numbers
        rest = [c for c in e.wrong if c not in finite]
        whole = self._of(e, mend=True)
        partly = self._mended is not None and self._mended.level == DOMAIN
        if not finite or not rest or (whole and not partly):
            return whole
        apart = whole or self._of(replace(e, wrong=finite), mend=False)
        if not apart:
            return []  # why a few of the results are no numbers is not why the others are wrong
        overflow = precision.overflow(replace(e, wrong=rest))
        return [*apart, *([(overflow, "")] if overflow else [])]

    def _of(self, e: Evidence, mend: bool) -> Told:
        search = Search(e, self.lines.likeness, self.budget.at_most(SECONDS))

        def looked(looks: tuple[Fingerprint, ...]) -> Told:
            own = replace(e, budget=self.budget.at_most(LOOKING))
            return [(cause, HINTS.get(cause.name, "")) for look in looks if (cause := look(own))]

        def of(found: list[Earned], level: int = DOMAIN) -> Told:
            told = [f for f in found if f.level >= level]
            return [(f.cause, HINTS.get(f.cause.name, f.wrong)) for f in told]

        listed = search.listed()
        certain = looked(CERTAIN)
        found = certain or of(listed, ALL) or of(search.beginnings(), FIRST)
        mended = self._mend(ONLY_THE_LINE if found else MENDING) if mend else None
        by_mending = [(cause_of(mended), "")] if mended else []
        raises = any(j.trial.stumble for j in e.judged)  # what is only wrong in ours raises nowhere
        if mended and mended.level == ALL and (not found or (raises and not certain)):
            found = by_mending
        found = found or of(listed, FIRST) or by_mending or of(listed)
        if not found:
            search.budget = self.budget.at_most(SECONDS)
            found = of(search.slips()) or looked(EXACT)[:1]
        if not found:
            search.budget = self.budget.at_most(FITTING)
            found = [(cause, "") for cause in search.constants()]
            found = found or of(search.far_fetched())
        looks = (behaviour.changed_in_place, behaviour.output_changed)
        found = found + [(c, IN_PLACE) for look in looks if (c := look(e))]
        return found or looked(VAGUE)[:1]

    def _mend(self, seconds: float) -> Mended | None:
        e = self.evidence
        if self.probe is None or "second call" in e.quantity or e.concept.name in behaviour.DRAWN:
            return None
        # Beside a wrong number, what is only rounded to float32 was accepted; so it is here.
        self.again.single = any(c.verdict == "imprecise" for j in e.judged for c in j.comparisons)
        self._mended = Mending(
            self.again,
            e.judged,
            e.quantity,
            self.probe,
            self.traced,
            self.parts,
            self.budget.at_most(seconds),
            list(variations_of(e)),
        ).find()
        return self._mended

    _mended: Mended | None = None

    def _failing(self) -> Trial | None:
        """Return the smallest failing case; of an optimizer, its first steps."""
        e = self.evidence
        trials = [j.trial for j in e.judged if any(c in e.wrong for c in j.comparisons)]
        trials = (
            trials or [j.trial for j in e.judged if j.trial.stumble] or [j.trial for j in e.judged]
        )
        if not trials:
            return None
        axes, by_element = main_axes(e.judged), e.concept.group == "activations"
        probe = min(
            trials,
            key=lambda t: (
                # There, what mends the formula may still overflow, or be a convention.
                by_element and (t.case.kink or _is_extreme(t.case)),
                axes_of(t.case) != axes,
                sum(a.size for d in t.case.inputs for a in d.values()),
            ),
        )
        step = next((first_step(c) for c in e.wrong if c.case is probe.case), None)
        if step:
            return Trial(cut(probe.case, step + 1), altered=True)
        return replace(probe, case=self.again.as_drawn(probe.case))


def _is_extreme(case: DrawnCase) -> bool:
    """Tell whether a case has numbers so large that exponentials overflow."""
    return any(
        a.size and a.dtype.kind == "f" and not np.abs(a).max() < LARGE
        for drawn in case.inputs
        for a in drawn.values()
    )
