"""Judges one object of the user's: the table, the first wrong quantity, causes, conventions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from parity.checking.causes.blame import line_to_look_at
from parity.checking.causes.fingerprints.evidence import array_of, near
from parity.checking.comparing.excuses import (
    IN_THE_LOGARITHM,
    Judged,
    constant_in_the_logarithm,
    excuse,
    forward_only_in_inference,
)
from parity.checking.comparing.remarks import conventions_of, remarks_of
from parity.checking.comparing.run_case import run
from parity.checking.comparing.table import first_wrong, quantities_of
from parity.checking.comparing.trial import Trial
from parity.checking.comparing.variations import (
    Referee,
    Variation,
    fixed_arguments,
    search,
    structural,
)
from parity.checking.judging import initializing
from parity.checking.judging.masks import MaskAnswer, judge_masks
from parity.checking.judging.nothing_to_compare import (
    given_to,
    nothing_ran,
    odd_results,
    unknown_shape,
)
from parity.checking.loading import crashes
from parity.checking.reading.binding import UnknownShapeError
from parity.checking.reading.sessions.choose import choose, is_our_network
from parity.checking.reading.sessions.initializers import InitializerSubject
from parity.checking.reading.sessions.networks import BookNetwork
from parity.checking.reading.sessions.session import StumbleError, Subject
from parity.checking.reading.spellings import Names
from parity.checking.report import Convention, Quantity, Report, Verdict
from parity.describing import concept as concepts
from parity.describing.concept import Concept, DrawnCase, Text, draw_case
from parity.harness import recorded_references
from parity.harness.evaluators import numpy_evaluator
from parity.harness.recorded_references import Record
from parity.harness.registry import current_name, find

Progress = Callable[[str], None]


def check_object(
    obj: Any,
    concept_name: str,
    *,
    label: str,
    namespace: Mapping[str, Any],
    mapping: Mapping[str, str],
    record: Record | None = None,
    live: bool = False,
    progress: Progress = lambda _: None,
) -> Report:
    """Judge ``obj`` as the concept called ``concept_name``.

    Args:
        obj: a class, a function, a pair of functions, or an instance without parameters.
        concept_name: what it is judged as.
        label: its name, for the reader.
        namespace: what stands beside it: the backward of a forward function is looked up there.
        mapping: our names to theirs, where theirs are unusual.
        record: the references; the recorded ones if ``None``.
        live: whether ``record`` was computed now.
        progress: told what the user's code is at.

    Raises:
        ReaderError: if there is no such concept, or its record is damaged.
    """
    began = time.perf_counter()
    concept = find([current_name(concept_name)])[0]
    if record is None:
        record = recorded_references.load(concept)
    report = Report(label, concept.name, "error", live=live)
    try:
        subject = choose(obj, concept, Names(mapping), label, namespace)
        report.shape = subject.shape
        _Check(concept, subject, obj, record, progress).fill(report)
        report.shape = subject.shape
    except UnknownShapeError as reason:
        report.crash = unknown_shape(label, concept, reason.text)
    report.seconds = time.perf_counter() - began
    return report


class _Check:
    """One check, step by step."""

    def __init__(
        self,
        concept: Concept,
        subject: Subject,
        obj: Any,
        record: Record | None,
        progress: Progress,
    ) -> None:
        self.concept, self.subject, self.obj = concept, subject, obj
        self.record, self.progress = record, progress
        self.referee = Referee(concept, record)

    def fill(self, report: Report) -> None:
        """Run the code, compare, and write the answer into ``report``."""
        if isinstance(self.subject, InitializerSubject):
            initializing.fill(report, self.subject, self.referee, self.progress)
            return
        trials = self.trials()
        if not any(trial.ran for trial in trials):
            report.crash = nothing_ran(self.subject, self.concept, trials)
            report.causes = odd_results(trials)
            return
        variation, compared = search(self.concept, self.referee, trials)
        judged = [Judged(t, c) for t, c in zip(trials, compared, strict=True)]
        kinks = excuse(self.concept, judged)
        counted = [j for j in judged if _counts(j)]
        if not any(j.comparisons for j in counted):
            report.crash = nothing_ran(self.subject, self.concept, trials)
            return
        report.references = self.references(counted)
        report.cases = sum(bool(j.comparisons) for j in counted)
        conventions, wrong_variation = conventions_of(self.concept, variation)
        report.conventions = [*conventions, *(Convention(k.name, k.text) for k in kinks)]
        right = all(j.fine for j in counted) and not wrong_variation
        second = self.second_calls(counted, variation) if right else []
        counted += second
        right = right and not second
        random = self.random_trials(counted, variation, kinks) if right else []
        report.random_cases = len(random)
        failing = [j for j in random if not j.fine]
        counted += failing
        report.quantities = quantities_of(counted, [j for j in random if j.fine])
        masks = self.masks(counted, variation)
        if masks:
            report.quantities.append(masks.row)
        changed = changed_inputs(counted)
        if changed:
            report.quantities.append(inputs_unchanged(changed))
        right = right and not failing and not changed and not (masks and masks.cause)
        report.remarks = remarks_of(self.concept, self.subject, judged, variation)
        report.verdict = self.verdict(right, counted)
        if not right:
            report.first_wrong = first_wrong(counted) or (changed and "inputs") or None
            self.explain(report, counted, variation, wrong_variation, masks)
        if isinstance(self.subject, BookNetwork):
            in_their_names(report, self.subject)

    def explain(
        self,
        report: Report,
        counted: list[Judged],
        variation: Variation,
        wrong_variation: Mapping[str, Any],
        masks: MaskAnswer | None,
    ) -> None:
        """Write why the code is wrong into ``report``."""
        from parity.checking.causes.diagnosis import diagnose

        raised = next((j for j in counted if j.trial.stumble), None)
        if raised is not None:
            assert raised.trial.stumble
            at = f"{raised.trial.stumble.stage}, {raised.case.name}"
            crash = crashes.raised(raised.trial.stumble.error, self.subject.label, at)
            report.crash = replace(crash, hint=given_to(raised.case))
        diagnose(
            report, self.concept, self.subject, self.obj, counted, variation, self.referee,
            wrong_variation, self.progress,
        )  # fmt: skip
        if masks and masks.cause:
            report.first_wrong = report.first_wrong or "mask"
            line = line_to_look_at(self.subject, self.obj, "mask", "forward")
            report.causes = [replace(masks.cause, line=line)] + [
                c for c in report.causes if c.name not in (masks.cause.name, "unknown")
            ]

    def verdict(self, right: bool, counted: list[Judged]) -> Verdict:
        """Return the verdict: an error is an exception in every case."""
        if right:
            return "agrees"
        if all(j.trial.stumble for j in counted) and all(
            c.fine for j in counted for c in j.comparisons
        ):
            return "error"
        return "differs"

    def masks(self, counted: list[Judged], variation: Variation) -> MaskAnswer | None:
        """Look at the masks of a dropout that draws its own."""
        training = [j.case for j in counted if j.case.training]
        if self.concept.name != "dropout" or not training:
            return None
        return judge_masks(
            self.subject, training[0], variation, self.referee.defaults, self.progress
        )

    def trials(self) -> list[Trial]:
        """Run the code on every recorded case that it can be given."""
        found = []
        for drawn in self.cases():
            trial = self.run(drawn)
            found.append(trial)
        if isinstance(self.subject, BookNetwork):
            decaying = [trial.case for trial in found if trial.ran and "l2" in trial.used]
            found += [self.run(with_decay(case)) for case in decaying[:1]]
        fixed = self._fixed(found)
        for trial in found:
            missing = structural(self.concept, trial.case, fixed)
            if missing:
                trial.not_applicable = Text(
                    f"it has no argument {missing}", f"引数 {missing} がない"
                )
        return found

    def _fixed(self, trials: list[Trial]) -> list[str]:
        return fixed_arguments(self.concept, trials)

    def run(self, drawn: DrawnCase, twice: bool = True) -> Trial:
        """Run the code on one case; one of our networks trains, too."""
        if "optimizer" in drawn.options or "layer_table" in drawn.options:
            trial = Trial(drawn)
            self.progress(f"training, {drawn.name}")
            try:
                trial.given = numpy_evaluator.evaluate(drawn, "float64", self.obj)
            except Exception as error:
                trial.stumble = StumbleError("training", error)
            trial.used = set(self.referee.defaults)
            return trial
        try:
            return run(self.subject, drawn, self.progress, twice)
        except UnknownShapeError as reason:
            return Trial(drawn, not_applicable=reason.text)

    def cases(self) -> list[DrawnCase]:
        """Draw the cases that the shape of the code allows."""
        whole = is_our_network(self.obj)
        chosen = []
        for case in self.concept.cases:
            special = "optimizer" in case.options or "layer_table" in case.options
            if case.on_request or case.options.get("sampled") or (special and not whole):
                continue
            chosen.append(draw_case(self.concept, case))
        return chosen

    def references(self, counted: list[Judged]) -> tuple[str, ...]:
        """Return who the code was compared with."""
        used = {c.reference for j in counted for c in j.comparisons}
        if not used & {"torch", "keras"} or self.record is None:
            return ()
        cases = {j.case.name for j in counted}
        names = {"torch": "PyTorch", "keras": "Keras"}
        found = []
        for framework, name in names.items():
            if any((framework, case, "float64") in self.record.evaluations for case in cases):
                numbers = re.findall(r"\d[\d.]*\d", self.record.versions.get(framework, ""))
                found.append(" ".join([name, *numbers[:1]]))
        return tuple(found)

    def second_calls(self, counted: list[Judged], variation: Variation) -> list[Judged]:
        """Return what differs when the same call is made again on the same object."""
        found = []
        for j in counted:
            if not j.trial.second.quantities or j.trial.odd.get("global_random"):
                continue
            again = replace(j.trial, given=j.trial.second, second=type(j.trial.second)())
            first = j.trial.given.quantities
            comparisons = [
                replace(c, quantity=f"{c.quantity} (second call)")
                for c in self.referee.compare(again, variation)
                if not c.fine and c.numbers and not near(array_of(c), first[c.quantity])
            ]
            if comparisons:
                again.odd = {**again.odd, "state_kept": True}
                found.append(Judged(again, comparisons))
        return found[:1]

    def random_trials(
        self, counted: list[Judged], variation: Variation, kinks: list[concepts.Convention]
    ) -> list[Judged]:
        """Judge the code on random cases, with our implementation as the reference."""
        from parity.checking.comparing.random_cases import random_cases

        found = []
        for drawn in random_cases(self.concept, [j.trial for j in counted]):
            trial = self.run(drawn, twice=False)
            trial.altered = True
            if trial.not_applicable or trial.stumble or not trial.given.quantities:
                continue
            comparisons = self.referee.compare(trial, variation)
            if comparisons:
                found.append(Judged(trial, comparisons))
        forward_only_in_inference([*counted, *found])
        if any(kink is IN_THE_LOGARITHM for kink in kinks):
            constant_in_the_logarithm(found)
        return [j for j in found if j.excused is None]


def _counts(j: Judged) -> bool:
    """Tell whether a case decides on the verdict."""
    if j.excused is not None or j.trial.not_applicable is not None:
        return False
    return bool(j.comparisons or j.trial.stumble)


def with_decay(case: DrawnCase) -> DrawnCase:
    """Return a network's case with weight decay, which is in the loss and in the gradients."""
    inputs = ({"x": case.inputs[0]["x"]},)
    return replace(case, name=f"{case.name}/l2", inputs=inputs, config={**case.config, "l2": 0.1})


def in_their_names(report: Report, subject: BookNetwork) -> None:
    """Call the gradients what the user calls them."""
    report.quantities = [
        replace(q, quantity=subject.in_their_names(q.quantity)) for q in report.quantities
    ]
    if report.first_wrong:
        report.first_wrong = subject.in_their_names(report.first_wrong)
    for ours, theirs in subject.theirs.items():
        report.causes = [
            replace(
                c, text=Text(*(t.replace(f"d{ours}", f"d{theirs}") for t in (c.text.en, c.text.ja)))
            )
            for c in report.causes
        ]


def changed_inputs(counted: list[Judged]) -> str:
    """Return the arguments that the code changed in place."""
    names = [n for j in counted for n in j.trial.odd.get("changed_in_place", [])]
    return ", ".join(dict.fromkeys(names))


def inputs_unchanged(changed: str) -> Quantity:
    """Return the row that says that inputs were changed."""
    note = Text(f"{changed} changed in place", f"{changed} がその場で書き換えられた")
    return Quantity("inputs", None, "differ", note=note)


__all__ = ["Quantity", "check_object", "unknown_shape"]
