"""The verdict on what code gave elsewhere: the cases are drawn again, and everything is compared.

Nothing of the user's runs here, so nothing of the user's can have changed what compares. Only that
code *agrees* is verified: that it differs needs no proof, since nobody gains by it.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from parity.checking.alone.trial import FINE_SINGLE, ROUGH, SMALL
from parity.checking.comparing.cases.attending import with_one_head
from parity.checking.comparing.cases.sequences import LEFT_OUT, with_one_output, without
from parity.checking.comparing.networks.finite_differences import SINGLE_TOLERANCE
from parity.checking.comparing.networks.running import (
    ACTIVATIONS,
    as_a_network,
    own_case,
    with_decay,
)
from parity.checking.comparing.run_case import (
    DROPPING,
    for_each,
    given_ones,
    mask_seen,
    own_masks,
    reduce,
)
from parity.checking.comparing.trial import Trial
from parity.checking.comparing.variations import Referee, fixed_arguments, structural
from parity.checking.judging.evidence import Claim, Evidence, Given, Run, Stumbled
from parity.checking.judging.initializers import initializing
from parity.checking.judging.judge import Check, as_sibling
from parity.checking.judging.masks import Seen
from parity.checking.judging.outcome import Judging, Outcome
from parity.checking.loading.crashes import report_of
from parity.checking.loading.seal import unproven
from parity.checking.reading.narrowings import LIMITS
from parity.checking.reading.sessions.networking.losses import recognised, squashed_by
from parity.checking.reading.sessions.networking.network_session import penalty_of
from parity.checking.reading.sessions.networking.own import PLAIN
from parity.checking.reading.sessions.networks import BookNetwork, without_dropout
from parity.checking.reading.sessions.session import StumbleError, Subject
from parity.checking.reading.spellings import Names
from parity.checking.report import Report
from parity.describing.concept import NOTHING, Concept, DrawnCase, Text
from parity.harness import recorded_references
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.recorded_references import Record
from parity.harness.registry import find

OTHER_NUMBERS = Text(
    "The code, or something that it changed, says that it agrees; what it gave does not. Above is "
    "what was found in a process that it cannot reach.",
    "コード(またはコードが書き換えたもの)は一致すると答えたが、実際の結果は一致しない。"
    "上に示したのは、コードの手が届かないプロセスで調べた結果である。",
)


class UnprovenError(Exception):
    """What was sent does not show what it is said to show."""


def verified(claim: Claim, asked: str, record: Record | None = None) -> Report:
    """Return the report with the verdict that its evidence earns.

    Args:
        claim: a report that says that the code agrees, and what the code gave.
        asked: as what the code was to be judged; "" for by itself.
        record: references that were computed now; the recorded ones if ``None``.
    """
    report, evidence = claim.report, claim.evidence
    try:
        if evidence is None:
            raise UnprovenError
        if evidence.pairs:
            return _by_itself(report, evidence)
        concept = _concept(evidence, asked)
        return _as_concept(report, evidence, concept, asked, record)
    except (UnprovenError, ValueError, LookupError, TypeError, ArithmeticError):
        return report_of(unproven(report.object), report.object, report.concept)


def _concept(evidence: Evidence, asked: str) -> Concept:
    if not evidence.concept or not asked:
        raise UnprovenError
    concept = find([asked])[0]
    if evidence.concept not in (concept.name, *concept.siblings):
        raise UnprovenError
    return find([evidence.concept])[0]


def _as_concept(
    said: Report, evidence: Evidence, concept: Concept, asked: str, record: Record | None
) -> Report:
    if record is None or concept.name != asked:
        record = recorded_references.looked_up(concept)
    subject = Subject(concept, Names({}), said.shape, said.object)
    subject.narrow, subject.columns = evidence.narrow, evidence.columns
    if subject.narrow and subject.narrow not in LIMITS:
        raise UnprovenError
    found = Report(said.object, concept.name, "error", live=said.live)
    referee = Referee(concept, record)
    if concept.kind == "initializer":
        initializing.compare_draws(found, concept, referee, evidence.draws, set(evidence.used))
        # Whether a seed repeats the numbers, and what is beyond it, its own process has seen.
        found.quantities += [q for q in said.quantities if q.quantity == "seed"]
        found.limits = said.limits
    else:
        _Check(concept, subject, None, record, lambda _: None, evidence).fill(found)
        if found.crash is not None:
            raise UnprovenError
    if {text.en for text in found.limits} == {text.en for text in said.limits}:
        found.limits = said.limits
    if asked != concept.name:
        found.conventions.insert(0, as_sibling(find([asked])[0], concept))
    if found.verdict != "agrees":
        found.reading, found.shape, found.remarks = said.reading, said.shape, [OTHER_NUMBERS]
        found.seconds = said.seconds
        return found
    return replace(
        said, verdict=found.verdict, concept=concept.name, quantities=_named(found, said),
        conventions=found.conventions, float32=found.float32, cases=found.cases,
        random_cases=found.random_cases, references=found.references, limits=found.limits,
        first_wrong=None, alone=found.alone, causes=[], crash=None, example=None,
        remarks=[*said.remarks, *(r for r in found.remarks if r.en and r not in said.remarks)],
    )  # fmt: skip


def _named(found: Report, said: Report) -> list[Any]:
    """Return the rows under the names that the code gives its parameters."""
    if len(found.quantities) != len(said.quantities):
        return found.quantities
    return [
        replace(own, quantity=theirs.quantity)
        for own, theirs in zip(found.quantities, said.quantities, strict=True)
    ]


def _by_itself(said: Report, evidence: Evidence) -> Report:
    """Compare gradients with differences; the differences themselves are of the code's own."""
    if evidence.concept:
        raise UnprovenError
    most = FINE_SINGLE if evidence.single else ROUGH
    sizes = [np.abs(p.right[np.isfinite(p.right)]).max(initial=0.0) for p in evidence.pairs]
    least = SMALL * max(float(max(sizes)), 1.0)
    for pair in evidence.pairs:
        yours, right = pair.yours, pair.right
        known = np.isfinite(right)
        size = float(np.max(np.abs(right[known]), initial=0.0))
        if yours.shape != right.shape or not known.any() or not np.isfinite(yours).all():
            raise UnprovenError
        if not np.max(np.abs(yours - right)[known]) <= most * max(size, min(pair.scale, least)):
            raise UnprovenError
    return said


class _Check(Check):
    """A check whose code ran elsewhere."""

    def __init__(self, *arguments: Any) -> None:
        *plain, self.evidence = arguments
        super().__init__(*plain)

    def judging(self) -> Judging:
        return _Replay(self.concept, self.referee, self.evidence)

    def changes(self, found: Outcome) -> Text:
        return NOTHING  # its own process has said it, with the line


class _Replay(Judging):
    """Judges what was run elsewhere, as if it were run here."""

    def __init__(self, concept: Concept, referee: Referee, evidence: Evidence) -> None:
        super().__init__(concept, referee, None, lambda _: None)
        self.evidence = evidence
        self.runs = {run.name: run for run in (*evidence.runs, *evidence.random)}
        single = ["float32"] if evidence.single else []
        self.source = self.around = " ".join([*single, *evidence.rounded])
        self.ours, self.beside = evidence.ours, evidence.beside
        self.network = BookNetwork(concept, Names({}), "", None)

    def trials(self, subject: Subject) -> list[Trial]:
        found = []
        for drawn in self._cases():
            if drawn.name in self.runs or not self.evidence.network:
                found.append(self.run(subject, drawn))
        if not found and not self.evidence.network:
            raise UnprovenError
        known = {trial.case.name for trial in found}
        for run in self.evidence.runs if self.evidence.network else ():
            if run.name not in known:
                found.append(self.run(subject, self._further(run.name, found)))
        if not self.evidence.network:
            _only_what_differs_is_left_out(found)
        fixed = fixed_arguments(self.concept, found)
        for trial in found:
            missing = structural(self.concept, trial.case, fixed)
            if missing and trial.not_applicable is None:
                trial.not_applicable = Text(f"it has no argument {missing}", "")
        return found

    def _further(self, name: str, found: list[Trial]) -> DrawnCase:
        """Return a case that networks are given besides the recorded ones, by its name."""
        base, _, last = name.rpartition("/")
        if name == "own_loss" or base == "own_loss":
            return own_case(self._cases()[0], last if base else PLAIN)
        like = next((t.case for t in found if t.case.name == base), None)
        if like is None:
            raise UnprovenError
        if last == "l2":
            return with_decay(like)
        if last not in ACTIVATIONS:
            raise UnprovenError
        return replace(like, name=name, config={**like.config, "activation": last})

    def ran(self, subject: Subject, drawn: DrawnCase, twice: bool) -> Trial:
        run = self.runs.get(drawn.name)
        if run is None:
            raise UnprovenError
        trial = Trial(drawn)
        trial.used = set(run.used)
        trial.not_applicable = run.not_applicable
        trial.stumble = _stumble(run.stumble)
        trial.float32, trial.bad = list(run.float32), dict(run.bad)
        trial.odd = dict.fromkeys(run.remarked, True)
        if run.in_place:
            trial.odd["changed_in_place"] = list(run.in_place)
        if run.second_stumble is not None:
            trial.odd["second_call"] = _stumble(run.second_stumble)
        _fill(trial.given, run.given)
        _fill(trial.second, run.second)
        if run.not_applicable is not None and not run.given:
            return trial
        if self.evidence.network:
            self._as_network(trial, run)
        else:
            self._as_it_was_run(trial, run)
        return trial

    def _as_it_was_run(self, trial: Trial, run: Run) -> None:
        each = "each_output" in run.remarked
        taken = trial.case if each else _as_taken(trial.case, tuple(run.left_out), run.from_all)
        if taken is not trial.case:
            trial.case, trial.altered = taken, True
        if run.one_head:
            with_one_head(trial)
        if run.reduced:
            reduce(trial)
        elif run.for_each and trial.case.kind == "loss":
            for_each(trial)
        if run.own_mask:
            if trial.case.concept not in DROPPING or "y" not in trial.given.quantities:
                raise UnprovenError
            y = trial.given.quantities["y"]
            rounds = [y] if len(trial.case.inputs) == 1 else list(y)
            trial.case = own_masks(trial.case, [mask_seen(trial.case, r) for r in rounds])
            trial.altered = True
        if run.ones:
            trial.case, trial.altered = given_ones(trial.case), True
        if run.one_rate:
            options = {k: v for k, v in trial.case.options.items() if k != "lr_at"}
            trial.case, trial.altered = replace(trial.case, options=options), True

    def _as_network(self, trial: Trial, run: Run) -> None:
        if "own_loss" in trial.case.options:
            _fill(trial.own, run.own)
            for name, right in trial.own.quantities.items():
                most = SINGLE_TOLERANCE * max(float(np.abs(right).max(initial=0.0)), 1e-3)
                trial.bounds[name] = min(run.bounds.get(name, 0.0), most)
            return
        if trial.stumble is not None and trial.stumble.stage == "constructor":
            return  # the case is as it was drawn: it never became one of the network's
        case = without_dropout(trial.case, self.network.defaults)
        if run.own_size:
            self.network.at_its_own_size = 0
            own = self.network.of_its_own_size(case)
            if own is None:
                raise UnprovenError
            case = own
        case = self.network.with_labels(case)
        trial.case = as_a_network(self._session(case, trial, run), trial, case)

    def _session(self, case: DrawnCase, trial: Trial, run: Run) -> Any:
        """Return what is asked of a network's session: which loss its own is."""
        y, loss = (trial.given.quantities.get(name) for name in ("y", "loss"))
        t, known = case.inputs[0]["t"], None
        if loss is not None and y is not None and y.shape == t.shape:
            y = y.astype(np.float64)
            penalty = penalty_of(case)
            squashed = run.squashed if run.squashed in ("", squashed_by(y)) else ""
            known = recognised(loss, y, t, squashed, (0.0, penalty, 2 * penalty))
        calls = SimpleNamespace(numerical="numerical" in run.remarked)
        return SimpleNamespace(calls=calls, known=known, unknown_words=list(run.unknown_words))

    def _look(self, subject: Subject, case: DrawnCase) -> Seen | None:
        return self.evidence.masks


def _only_what_differs_is_left_out(trials: list[Trial]) -> None:
    """Refuse that a case did not apply where one of the very same kind did."""
    ran = {_kind(trial) for trial in trials if trial.not_applicable is None}
    if any(_kind(trial) in ran for trial in trials if trial.not_applicable is not None):
        raise UnprovenError


def _kind(trial: Trial) -> tuple[str, ...]:
    """Return what of a case may be a reason not to run it: all but its numbers and sizes.

    Marks of 0 and 1 are a reason if there are any: code that knows no end takes what has none.
    """
    drawn = trial.drawn or trial.case
    arrays = {**(drawn.inputs[0] if drawn.inputs else {}), **drawn.params, **drawn.buffers}
    axes = sorted((name, array.ndim, array.dtype.kind) for name, array in arrays.items())
    numbers = [(name, a) for name, a in arrays.items() if a.dtype.kind in "fiub"]
    marks = sorted((name, bool(a.any())) for name, a in numbers if np.isin(a, (0, 1)).all())
    asked = sorted(map(str, {**drawn.config, **drawn.options}.items()))
    upstream = [dy.ndim for dy in drawn.upstream]
    further = [sorted(more) for more in drawn.further]
    kinds = (axes, marks, asked, upstream, len(drawn.inputs), drawn.training, further)
    return tuple(map(str, kinds))


def _as_taken(case: DrawnCase, left_out: tuple[str, ...], from_all: bool) -> DrawnCase:
    """Return the case of a recurrent layer as far as the code is said to take it."""
    case = with_one_output(case, from_all)
    if not left_out:
        return case
    if left_out not in {tuple(n for n in names if n in case.inputs[0]) for names in LEFT_OUT}:
        raise UnprovenError
    fewer = without(case, left_out)
    if case.kind != "layer" or fewer is None:
        raise UnprovenError
    return fewer


def _stumble(told: Stumbled | None) -> StumbleError | None:
    if told is None:
        return None
    stumble = StumbleError(told.stage, type(told.kind, (Exception,), {})(told.said))
    stumble.refusal = told.refusal
    return stumble


def _fill(evaluation: Evaluation, given: list[Given]) -> None:
    for own in given:
        evaluation.add(own.role, own.name, own.array)
