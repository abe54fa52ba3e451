"""Judges one object of the user's: the table, the first wrong quantity, causes, conventions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from parity.checking.causes import kinds
from parity.checking.causes.blame import IN_PLACE, line_to_look_at
from parity.checking.causes.small_values import small_values
from parity.checking.comparing.accepting.logarithms import (
    CLIPPED_PROBABILITIES,
    IN_THE_LOGARITHM,
    THROUGH_THE_CLIP,
)
from parity.checking.comparing.accepting.rounded_constants import rounded_in, says_rounded
from parity.checking.comparing.accepting.scaling import PER_BATCH
from parity.checking.comparing.accepting.single_precision import SAYS
from parity.checking.comparing.accepting.small_constants import tells_of_constants
from parity.checking.comparing.accepting.something_else import something_else
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.remarks import remarks_of
from parity.checking.comparing.table import first_wrong, quantities_of
from parity.checking.comparing.variations import Referee
from parity.checking.judging.evidence import Evidence, run_of
from parity.checking.judging.initializers import initializing
from parity.checking.judging.mapped import unmatched
from parity.checking.judging.nothing_to_compare import (
    absent,
    given_to,
    nothing_ran,
    only_absent,
    unknown_shape,
    unwritten,
    why_nothing_ran,
    with_crash,
    with_return,
    without_output,
)
from parity.checking.judging.outcome import Judging, Outcome
from parity.checking.judging.readings import best_outcome
from parity.checking.loading import crashes
from parity.checking.reading.binding import UnknownShapeError
from parity.checking.reading.narrowings import LIMITS
from parity.checking.reading.sessions.choose import choose
from parity.checking.reading.sessions.initializers import InitializerSubject
from parity.checking.reading.sessions.networks import OWN_LOSS, BookNetwork
from parity.checking.reading.sessions.session import Subject
from parity.checking.reading.source import source_of
from parity.checking.reading.spellings import Names
from parity.checking.report import Convention, Quantity, Report, Verdict
from parity.describing.concept import Concept, Text
from parity.harness import recorded_references
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
    causes: bool = True,
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
        causes: whether causes are looked for, which takes most of the time.

    Raises:
        ReaderError: if there is no such concept, or its record is damaged.
    """
    began = time.perf_counter()
    concept = find([current_name(concept_name)])[0]
    if record is None:
        record = recorded_references.looked_up(concept)

    def judged_as(concept: Concept, record: Record | None) -> tuple[Report, Check | None]:
        report = Report(label, concept.name, "error", live=live)
        try:
            subject = choose(obj, concept, Names(mapping), label, namespace)
            report.shape = subject.shape
            check = Check(concept, subject, obj, record, progress)
            check.fill(report)
            if report.verdict == "agrees" and report.evidence is None:
                report.evidence = check.evidence_of
        except UnknownShapeError as reason:
            report.crash = unknown_shape(label, concept, reason.text, obj)
            return report, None
        report.shape = check.subject.shape
        return report, check

    report, check = judged_as(concept, record)
    if report.verdict != "agrees":
        for name in concept.siblings:  # before anything is accused
            sibling = find([name])[0]
            other, others = judged_as(sibling, recorded_references.looked_up(sibling))
            told = {convention.name for convention in other.conventions}
            # Gates in another order are the same network, of one step as of a whole sequence.
            orders = sibling.conventions if sibling.group in ("recurrent", "initializers") else ()
            # What divides by nothing at all is the sum that textbooks begin with.
            sums = () if BY_A_NUMBER.search(source_of(obj)) else ("summed",)
            as_well = told <= {*AS_WELL, *sums, *(c.name for c in orders)} and (
                _gradients(other) or not _right_forward(concept, report)
            )
            if other.verdict == "agrees" and as_well:
                other.conventions.insert(0, as_sibling(concept, sibling))
                report, check = other, None
                break
            # A class called LSTM does not run as the layer if it is one step, or nothing is right.
            if (report.verdict == "error" and _right_forward(sibling, other)) or (
                _nothing_right(concept, report) and _mostly_right(sibling, other)
            ):
                report, check = other, others
    if check is not None and causes:
        check.explain(report)
    elif check is not None and report.verdict == "error":
        check.tell_what_raised(report)
    report.remarks += unmatched(mapping, obj, label)
    report.causes = kinds.told(report.causes, concept)
    report.seconds = time.perf_counter() - began
    return report


BY_A_NUMBER = re.compile(
    r"/=?\s*\(?(?:float\(|int\()?(?:\w+\.)*(?:n|m|len|batch\w*|num\w*|n_\w+|\w*size|shape|count)\b",
    re.IGNORECASE,
)
"""A division by how many there are of something."""

AS_WELL = (
    PER_BATCH.name,
    CLIPPED_PROBABILITIES.name,
    IN_THE_LOGARITHM.name,
    THROUGH_THE_CLIP.name,
    "by_element",
    "averaged",
)
"""Conventions in which code may be right as a concept of the same name."""


def _right_forward(concept: Concept, report: Report) -> bool:
    """Tell whether code of a recurrent network differs, and not in its outputs."""
    recurrent = concept.group == "recurrent"
    return recurrent and report.verdict == "differs" and _right_outputs(concept, report)


def _outputs(concept: Concept, report: Report) -> list[Quantity]:
    """Return what a recurrent network or a loss gives, as far as it was compared."""
    outputs = concept.cases[0].options.get("outputs", ("y",))
    outputs = ("loss",) if concept.kind == "loss" else outputs
    known = concept.group == "recurrent" or concept.kind == "loss"
    return [q for q in report.quantities if q.quantity in outputs and known]


def _right_outputs(concept: Concept, report: Report) -> bool:
    """Tell whether code of a recurrent network or a loss is right in its outputs."""
    forward = _outputs(concept, report)
    return bool(forward) and all(q.verdict == "agree" for q in forward)


def _mostly_right(concept: Concept, report: Report) -> bool:
    """Tell whether such outputs are right in more cases than not."""
    forward = _outputs(concept, report)
    return bool(forward) and all(2 * q.agreed > q.compared for q in forward)


def _nothing_right(concept: Concept, report: Report) -> bool:
    """Tell whether none of a recurrent network's outputs, or no loss, is right in any case."""
    forward = _outputs(concept, report)
    return bool(forward) and not any(q.agreed for q in forward)


def _gradients(report: Report) -> bool:
    return any(q.quantity.startswith("d") for q in report.quantities)


def as_sibling(concept: Concept, sibling: Concept) -> Convention:
    """Return what is told of code that is right as another concept of the same name."""
    return Convention(
        sibling.name,
        Text(
            f"It is right as {sibling.name} ({sibling.title.en}), which goes by the same name as "
            f"{concept.name}.",
            f"{concept.name} と同じ名前で呼ばれる {sibling.name}({sibling.title.ja})として正しい。",
        ),
    )


class Check:
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
        self.found: Outcome | None = None
        self.judged: Judging | None = None
        self.says_rounded = False

    def fill(self, report: Report) -> None:
        """Run the code, compare, and write the answer into ``report``."""
        if isinstance(self.subject, InitializerSubject):
            initializing.fill(report, self.subject, self.referee, self.progress)
            return
        self.judged = judging = self.judging()
        self.found = found = best_outcome(judging, self.subject)
        self.subject = found.subject
        report.reading = list(self.subject.told)
        report.limits = [LIMITS[self.subject.narrow]] if self.subject.narrow else []
        report.limits += found.limits
        report.float32 = found.float32
        if not found.ran:
            report.crash = nothing_ran(self.subject, self.concept, found.trials, self.obj)
            report.causes = why_nothing_ran(self.subject, self.obj, found.trials)
            return
        counted = found.counted
        report.references = self.references(counted)
        report.cases = found.cases
        report.alone = found.alone
        report.conventions = found.conventions
        report.random_cases = len(found.random)
        report.quantities = quantities_of(counted, [j for j in found.random if j.fine])
        if found.masks:
            report.quantities.append(found.masks.row)
        report.remarks = remarks_of(
            self.concept,
            self.subject,
            found.judged,
            found.variation,
            bool(found.float32) or tells_of_constants(c.name for c in found.conventions),
        )
        self.says_rounded = says_rounded(c.name for c in found.conventions)
        few_digits = bool(found.float32) or self.says_rounded
        if found.right and not few_digits and self.obj is not None:  # it names the code's line
            lost = small_values(
                self.concept, self.subject, self.obj, found.judged, self.referee, found.variation
            )
            report.remarks += [lost] if lost else []
        if found.changed and found.right:
            report.remarks.insert(0, self.changes(found))
        elif found.changed:
            report.quantities.append(inputs_unchanged(found.changed))
        report.verdict = self.verdict(found)
        if not found.right:
            report.meant = something_else(self.concept, counted, report.object)
        missing = only_absent(counted) if not found.right else []
        if missing and not (found.masks and found.masks.cause):
            report.verdict, report.crash = "error", absent(self.subject, missing)
        elif not found.right and (outputs := without_output(counted)):
            report.verdict, report.crash = "error", unwritten(self.subject, outputs)
        if not found.right:
            report.first_wrong = first_wrong(counted) or (found.changed and "inputs") or None
        if isinstance(self.subject, BookNetwork):
            in_their_names(report, self.subject)
            if found.alone and not report.reading:
                report.reading.append(OWN_LOSS)

    def judging(self) -> Judging:
        """Return what judges the readings."""
        return Judging(self.concept, self.referee, self.obj, self.progress)

    def evidence_of(self) -> Evidence:
        """Return what shows that the code agrees."""
        found = self.found
        assert found is not None
        assert self.judged is not None
        return Evidence(
            self.concept.name,
            narrow=found.subject.narrow,
            columns=found.subject.columns,
            single=bool(SAYS.search(self.judged.around + found.subject.behind)),
            rounded=rounded_in(self.judged.around) if self.says_rounded else [],
            ours=self.judged.ours,
            beside=self.judged.beside,
            network=isinstance(found.subject, BookNetwork),
            runs=[run_of(trial) for trial in found.trials],
            random=[run_of(trial) for trial in found.tried],
            masks=found.seen,
        )

    def explain(self, report: Report) -> None:
        """Write why the code is wrong into ``report``."""
        found = self.found
        if found is None or found.right:
            return
        from parity.checking.causes.diagnosis import diagnose, explain_crash

        if not found.ran:
            stumbled = [Judged(trial) for trial in found.trials if trial.stumble]
            report.causes = report.causes or explain_crash(
                self.concept, self.subject, stumbled, found.variation, self.referee
            )
            if stumbled and stumbled[0].trial.stumble:
                report.causes = report.causes or with_crash(
                    [], stumbled[0].trial.stumble.error, self.obj
                )
            return
        raised = self.tell_what_raised(report)
        diagnose(
            report, self.concept, self.subject, self.obj, found.counted, found.variation,
            self.referee, found.wrong_variation, self.progress,
        )  # fmt: skip
        if raised is not None and raised.trial.stumble:
            report.causes = with_crash(report.causes, raised.trial.stumble.error, self.obj)
        first = next((q for q in report.quantities if q.verdict != "agree"), None)
        if first and first.verdict == "missing":
            report.causes = with_return(report.causes, self.subject, self.obj, first.quantity)
        masks = found.masks
        if masks and masks.cause:
            report.first_wrong = report.first_wrong or "mask"
            place = ("dx", "gradient") if masks.backward else ("mask", "forward")
            line = line_to_look_at(self.subject, self.obj, *place)
            others = [c for c in report.causes if c.name not in (masks.cause.name, "unknown")]
            # A listed mistake in the same line says the same, and what is right.
            known = any(line is not None and c.line == line for c in others)
            report.causes = others if known else [replace(masks.cause, line=line), *others]
        if isinstance(self.subject, BookNetwork):
            causes_in_their_names(report, self.subject)

    def tell_what_raised(self, report: Report) -> Judged | None:
        """Write into the report what the code raised; return the case of it, if there is one."""
        counted = self.found.counted if self.found is not None else []
        raised = next((j for j in counted if j.trial.stumble), None)
        if raised is not None:
            assert raised.trial.stumble
            at = f"{raised.trial.stumble.stage}, {raised.case.name}"
            crash = crashes.raised(raised.trial.stumble.error, self.subject.label, at)
            report.crash = replace(crash, hint=given_to(raised.case, raised.trial.stumble.error))
        return raised

    def changes(self, found: Outcome) -> Text:
        """Say what the code changes of what it was given, and where."""
        role = "steps" if self.concept.kind == "optimizer" else "forward"
        if found.changed == "dy":
            role = "gradient"
        line = line_to_look_at(self.subject, self.obj, found.changed, role, IN_PLACE)
        at = f" ({line.file}:{line.number})" if line else ""
        at_ja = f"({line.file}:{line.number})" if line else ""
        return Text(
            f"It changes {found.changed} in place{at}: the numbers are right, and what the caller "
            "passed is no longer what it was. Where the caller still needs it, work on a copy.",
            f"渡された {found.changed} をその場で書き換える{at_ja}。計算結果は正しいが、"
            "呼び出し側の配列が変わってしまう。その配列をあとで使うなら、コピーに対して計算する。",
        )

    def verdict(self, found: Outcome) -> Verdict:
        """Return the verdict: an error is an exception in every case."""
        if found.right:
            return "agrees"
        if all(j.trial.stumble for j in found.counted) and all(
            c.fine for j in found.counted for c in j.comparisons
        ):
            return "error"
        return "differs"

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


def in_their_names(report: Report, subject: BookNetwork) -> None:
    """Call the gradients what the user calls them."""
    report.quantities = [
        replace(q, quantity=subject.in_their_names(q.quantity)) for q in report.quantities
    ]
    if report.first_wrong:
        report.first_wrong = subject.in_their_names(report.first_wrong)


def causes_in_their_names(report: Report, subject: BookNetwork) -> None:
    """Call the gradients what the user calls them, in the causes."""
    for ours in subject.theirs:
        name = f"d{ours}"
        theirs = subject.in_their_names(name)
        report.causes = [
            replace(c, text=Text(*(t.replace(name, theirs) for t in (c.text.en, c.text.ja))))
            for c in report.causes
        ]


def inputs_unchanged(changed: str) -> Quantity:
    """Return the row that says that inputs were changed."""
    note = Text(f"{changed} changed in place", f"{changed} がその場で書き換えられた")
    return Quantity("inputs", None, "differ", note=note)


__all__ = ["Quantity", "check_object", "unknown_shape"]
