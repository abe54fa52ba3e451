"""What is sent with a verdict of "agrees": the arrays that the code gave, as plain data.

:mod:`parity.checking.judging.verifying` computes the verdict from them, in a process in which the
user's code never ran.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.checking.alone.differences import Pair
from parity.checking.comparing.cases.sequences import STATES
from parity.checking.comparing.domain import refuses_itself
from parity.checking.comparing.trial import Trial
from parity.checking.judging.masks import Seen
from parity.checking.reading.sessions.session import StumbleError
from parity.checking.report import Report
from parity.describing.concept import DrawnCase, Role, Text
from parity.harness.evaluators.evaluation import Evaluation


@dataclass(frozen=True)
class Stumbled:
    """An exception of the user's code, in words.

    Attributes:
        stage: what the code was at.
        kind: the exception's class.
        said: its message.
        refusal: whether it comes from a raise or an assert of the code's own.
    """

    stage: str
    kind: str
    said: str
    refusal: bool


@dataclass(frozen=True)
class Given:
    """An array that the code gave."""

    name: str
    role: Role
    array: np.ndarray


@dataclass(frozen=True)
class Run:
    """What the code gave for one case; the case itself is drawn again.

    Attributes:
        name: the case's.
        given: its quantities.
        second: those of the same call once more.
        own: finite differences of the code's own loss, where it is judged by them.
        bounds: how far from them is right.
        used: our arguments that were passed on.
        stumble: what ended it.
        not_applicable: why it was not run.
        float32: quantities in single precision.
        bad: quantities that are no arrays of numbers.
        in_place: arguments that it changed.
        remarked: other things that were odd, by their names.
        second_stumble: what ended the second call.
        unknown_words: words that a network does not know.
        squashed: what a network's prediction has gone through.
        ones: it takes no upstream gradient, so that dL/dy is 1.
        reduced: it reduces where the case does not.
        for_each: it gives a loss for each element where the case reduces.
        own_mask: it drew the mask itself.
        one_rate: its learning rate stays as it is.
        own_size: the network is of its own size.
        left_out: first states of a recurrent layer that it does not take.
        from_all: of several outputs the first is judged, and it goes back from all of them.
        one_head: its attention has one head, whatever the case has.
    """

    name: str
    given: list[Given] = field(default_factory=list)
    second: list[Given] = field(default_factory=list)
    own: list[Given] = field(default_factory=list)
    bounds: dict[str, float] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    stumble: Stumbled | None = None
    not_applicable: Text | None = None
    float32: list[str] = field(default_factory=list)
    bad: dict[str, Text] = field(default_factory=dict)
    in_place: list[str] = field(default_factory=list)
    remarked: list[str] = field(default_factory=list)
    second_stumble: Stumbled | None = None
    unknown_words: list[str] = field(default_factory=list)
    squashed: str = ""
    ones: bool = False
    reduced: bool = False
    for_each: bool = False
    own_mask: bool = False
    one_rate: bool = False
    own_size: bool = False
    left_out: list[str] = field(default_factory=list)
    from_all: bool = False
    one_head: bool = False


@dataclass(frozen=True)
class Draws:
    """The numbers that an initializer drew for one case."""

    name: str
    samples: np.ndarray


@dataclass(frozen=True)
class Evidence:
    """What shows that code agrees.

    Attributes:
        concept: as which it does; "" by itself.
        narrow: for which part of the concept's inputs it was written.
        columns: whether examples are read as columns.
        single: whether its source speaks of single precision.
        rounded: constants of its source that are written with a few digits.
        ours: whether it derives from our own networks.
        beside: whether something in its file gives p - t.
        network: whether it is a network that knows its loss.
        runs: every case on which it was run.
        random: the random cases besides.
        masks: what dropout's own masks look like.
        used: our arguments that an initializer was passed.
        draws: what an initializer drew.
        pairs: the gradients of what is judged by itself.
    """

    concept: str
    narrow: str = ""
    columns: bool = False
    single: bool = False
    rounded: list[str] = field(default_factory=list)
    ours: bool = False
    beside: bool = False
    network: bool = False
    runs: list[Run] = field(default_factory=list)
    random: list[Run] = field(default_factory=list)
    masks: Seen | None = None
    used: list[str] = field(default_factory=list)
    draws: list[Draws] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


@dataclass(frozen=True)
class Claim:
    """A report that says that code agrees, with what shows it."""

    report: Report
    evidence: Evidence | None

    @property
    def by_differences(self) -> bool:
        """Tell whether it stands on differences that the code's own process took."""
        found = self.evidence
        return found is not None and bool(found.pairs or any(run.own for run in found.runs))


def claim_of(report: Report) -> Claim:
    """Return the report with its evidence."""
    found = report.evidence() if report.evidence else None
    if isinstance(found, list):
        found = Evidence("", single=bool(report.float32), pairs=found)
    return Claim(report, found)


REMARKED = ("global_random", "ignores_upstream", "in_place", "lone", "numerical", "output_changed")


def run_of(trial: Trial) -> Run:
    """Return a trial as plain data."""
    drawn, case = trial.drawn or trial.case, trial.case
    odd = trial.odd
    loss = odd.get("loss")
    reduced = "reduction" in drawn.config and "reduction" not in case.config
    reductions = [each.config.get("reduction") for each in (drawn, case)]
    for_each = reductions[1] == "none" != reductions[0]
    return Run(
        name=drawn.name,
        given=_given(trial.given),
        second=_given(trial.second),
        own=_given(trial.own),
        bounds={name: float(value) for name, value in trial.bounds.items()},
        used=sorted(trial.used),
        stumble=_stumbled(trial.stumble),
        not_applicable=trial.not_applicable,
        float32=list(trial.float32),
        bad=dict(trial.bad),
        in_place=[str(name) for name in odd.get("changed_in_place", ())],
        remarked=[name for name in (*REMARKED, "each_output") if odd.get(name)],
        second_stumble=_stumbled(odd.get("second_call")),
        unknown_words=[str(word) for word in odd.get("unknown_words", ())],
        squashed=loss.squashed if loss is not None else "",
        ones=_ones(drawn, case),
        reduced=reduced,
        for_each=for_each,
        own_mask=_masks(drawn) != _masks(case),
        one_rate="lr_at" in drawn.options and "lr_at" not in case.options,
        own_size=bool(case.params) and _shapes(case.params) != _shapes(drawn.params),
        left_out=_left_out(drawn, case),
        from_all=bool(case.options.get("first_output") and case.further),
        one_head=drawn.config.get("n_heads", 1) != case.config.get("n_heads", 1) == 1,
    )


def _given(evaluation: Evaluation) -> list[Given]:
    return [
        Given(name, evaluation.roles[name], np.asarray(array))
        for name, array in evaluation.quantities.items()
    ]


def _stumbled(stumble: Any) -> Stumbled | None:
    if not isinstance(stumble, StumbleError):
        return None
    kind, said = type(stumble.error).__name__, str(stumble.error)
    return Stumbled(stumble.stage, kind, said, refuses_itself(stumble))


def _ones(drawn: DrawnCase, case: DrawnCase) -> bool:
    changed = case.upstream is not drawn.upstream
    return changed and bool(case.upstream) and all((dy == 1).all() for dy in case.upstream)


def _left_out(drawn: DrawnCase, case: DrawnCase) -> list[str]:
    if not drawn.inputs or not case.inputs:
        return []
    gone = set(drawn.inputs[0]) - set(case.inputs[0])
    return [name for name in STATES if name in gone]


def _masks(case: DrawnCase) -> list[int]:
    return [id(inputs.get("mask")) for inputs in case.inputs]


def _shapes(arrays: Mapping[str, np.ndarray]) -> dict[str, Sequence[int]]:
    return {name: array.shape for name, array in arrays.items()}
