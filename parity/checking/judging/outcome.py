"""What one reading of the code comes to: its cases judged, and whether it is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from parity.checking.causes.fingerprints.evidence import array_of, near
from parity.checking.comparing.accepting.by_class import summed_over_classes
from parity.checking.comparing.accepting.by_example import (
    SUMMED_FIRST,
    Options,
    losses_of_examples,
)
from parity.checking.comparing.accepting.handed_on import (
    gives_p_minus_t,
    gives_p_minus_t_undivided,
    handed_on,
)
from parity.checking.comparing.accepting.left_to_the_layers import (
    layers_divide,
    left_to_the_layers,
)
from parity.checking.comparing.accepting.logarithms import (
    CLIPPED_PROBABILITIES,
    IN_THE_LOGARITHM,
    OF_WORDS,
    constant_in_the_gradient,
    kept_finite,
)
from parity.checking.comparing.accepting.rounded_constants import rounded
from parity.checking.comparing.accepting.scaling import DIVIDED_IN_THE_LAYER, scales
from parity.checking.comparing.accepting.single_precision import single_precision
from parity.checking.comparing.accepting.small_constants import constants
from parity.checking.comparing.cases.drawing import drawn_case
from parity.checking.comparing.cases.narrowing import narrowed
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.domain import excuse_beyond, excuse_ignored, limits
from parity.checking.comparing.excuses import excuse, excuse_scores, forward_only_in_inference
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.networks.excusing import excuse_networks
from parity.checking.comparing.networks.running import further_cases
from parity.checking.comparing.other_axes import excuse_other_axes
from parity.checking.comparing.remarks import conventions_of
from parity.checking.comparing.run_case import DROPPING, run
from parity.checking.comparing.trial import NOT_GIVEN, Trial
from parity.checking.comparing.variations import (
    Referee,
    Variation,
    fixed_arguments,
    search,
    structural,
)
from parity.checking.judging.masks import MaskAnswer, Seen, judge_masks, look
from parity.checking.reading.binding import UnknownShapeError
from parity.checking.reading.sessions.choose import is_our_network
from parity.checking.reading.sessions.networks import BookNetwork
from parity.checking.reading.sessions.session import StumbleError, Subject
from parity.checking.reading.source import source_around, source_of, text_beside
from parity.checking.report import Convention
from parity.describing.concept import Concept, DrawnCase, Text
from parity.describing.concept import Convention as Known
from parity.harness.evaluators import numpy_evaluator

BEYOND = Text("it is beyond its domain", "対象範囲外である")

ANOTHER_KIND = Text("it is written for another kind of input", "別の種類の入力用に書かれている")

Progress = Callable[[str], None]


@dataclass
class Outcome:
    """One reading, judged.

    Attributes:
        subject: the code as it was read.
        trials: every case that was run.
        variation: the convention and the constants that it follows.
        judged: every trial with its comparisons.
        counted: those that decide.
        cases: how many recorded cases could be compared.
        conventions: other conventions that it follows.
        wrong_variation: what it does in place of our default, and nobody does on purpose.
        random: random cases that were judged besides.
        tried: every random case that was run.
        seen: what was looked at of dropout's own masks.
        limits: for which inputs the code was not written.
        float32: what agrees in single precision only.
        masks: what dropout's own masks show.
        alone: whether it was judged by finite differences of its own loss, and by nothing else.
        changed: arguments that the code changed in place.
        right: whether it agrees.
    """

    subject: Subject
    trials: list[Trial]
    variation: Variation = field(default_factory=Variation)
    judged: list[Judged] = field(default_factory=list)
    counted: list[Judged] = field(default_factory=list)
    cases: int = 0
    conventions: list[Convention] = field(default_factory=list)
    wrong_variation: dict[str, Any] = field(default_factory=dict)
    random: list[Judged] = field(default_factory=list)
    tried: list[Trial] = field(default_factory=list)
    seen: Seen | None = None
    limits: list[Text] = field(default_factory=list)
    float32: list[str] = field(default_factory=list)
    masks: MaskAnswer | None = None
    alone: bool = False
    changed: str = ""
    right: bool = False

    @property
    def ran(self) -> bool:
        """Tell whether there is anything to compare."""
        return any(j.comparisons for j in self.counted)

    @property
    def score(self) -> tuple[int, int]:
        """How much agrees, and how much does not."""
        found = [c.fine for j in self.counted for c in j.comparisons]
        stumbles = sum(j.trial.stumble is not None for j in self.counted)
        return sum(found), found.count(False) + stumbles

    @property
    def of_the_right_shape(self) -> bool:
        """Tell whether forward gives numbers of the right shape in some case, and always does."""
        found = [c.numbers for j in self.counted for c in j.comparisons if c.role == "forward"]
        return bool(found) and all(found)

    @property
    def turned(self) -> bool:
        """Tell whether a loss is right but for its sign: the mean, the sum, or that by example."""
        if self.subject.concept.kind != "loss":
            return False
        found = []
        for j in self.counted:
            for c in j.comparisons:
                if c.role != "forward" or c.yours is None or not c.numbers:
                    continue
                with np.errstate(all="ignore"):
                    ratio = -np.sum(c.yours) / np.sum(c.right)
                if np.isfinite(ratio):  # log(y + 1e-7) is near
                    found.append(
                        any(abs(ratio - n) < 1e-4 for n in (1, j.features, j.first_input.size))
                    )
        return len(found) > 1 and all(found)

    def explains_more(self, other: Outcome) -> bool:
        """Tell whether this reading is to be preferred to another."""
        if self.right or other.right:
            return self.right and not other.right
        if not other.ran:
            return self.ran
        (agreed, wrong), (others, wrongs) = self.score, other.score
        if not agreed and not others:  # numbers that are wrong say more than another shape
            if self.turned != other.turned:
                return self.turned
            return self.of_the_right_shape and not other.of_the_right_shape
        return agreed > others and agreed - wrong > others - wrongs


class Judging:
    """Judges readings of one object.

    Attributes:
        concept: what it is judged as.
        referee: what is right.
        obj: the user's object.
        source: its text.
        around: that of what it uses of its file as well.
        ours: whether it derives from our own networks.
        beside: whether something in its file, or in one beside it, makes it right: a loss that
            gives p - t, or a layer that divides.
        progress: told what the code is at.
    """

    def __init__(self, concept: Concept, referee: Referee, obj: Any, progress: Progress) -> None:
        self.concept, self.referee, self.obj, self.progress = concept, referee, obj, progress
        self.source, self.around = source_of(obj), source_around(obj)
        self.ours = is_our_network(obj)
        self.beside = _supported_beside(concept, obj)

    def outcome(self, subject: Subject) -> Outcome:
        """Run the code as ``subject`` reads it on every case, and compare."""
        found = Outcome(subject, self.trials(subject))
        if not any(trial.ran for trial in found.trials):
            return found
        found.variation, compared = search(self.concept, self.referee, found.trials)
        for trial in found.trials:
            if trial.stumble is not None and self.referee.refuses(trial, found.variation):
                trial.not_applicable = ANOTHER_KIND
        found.judged = [Judged(t, c) for t, c in zip(found.trials, compared, strict=True)]
        kinks = self.settle(found)
        if not found.ran:
            return found
        right = found.right
        second = self._second_calls(found) if right else []
        found.counted += second
        right = right and not second
        found.random = self._random_trials(found, kinks) if right else []
        failing = [j for j in found.random if not j.fine]
        found.counted += failing
        found.masks = self._masks(found)
        found.changed = changed_inputs(found.counted)
        mistaken = bool(found.masks and found.masks.cause)
        found.right = right and not failing and not mistaken
        return found

    def settle(self, found: Outcome) -> list[Known]:
        """Excuse what does not speak against a reading, and tell what decides.

        Returns:
            Conventions that are shown at kinks.
        """
        absent = set_aside(found.judged)
        forward_only_in_inference(found.judged)
        # What is only rounded must not hide that everything else within a domain is right.
        single = single_precision(found.judged, self.around + found.subject.behind)
        kinks = constant_in_the_gradient(self.concept, found.judged)
        excuse_beyond(self.concept, found.judged)
        excuse_ignored(found.judged, self.around)
        excuse_scores(self.concept, found.judged, self.source)
        kinks += excuse_networks(found.judged) if self.concept.kind == "network" else []
        kinks += excuse(self.concept, found.judged)
        excuse_other_axes(self.concept, found.judged, self.source)
        kinks = list({kink.name: kink for kink in kinks}.values())
        of_examples = losses_of_examples(self.concept, found.judged, self._options(found))
        found.limits = limits(found.judged)
        scaled = summed_over_classes(self.concept, found.judged) + of_examples
        scaled += scales(self.concept, found.judged, found.subject.columns or self.beside)
        scaled += left_to_the_layers(
            self.concept, found.judged, self.beside and not found.subject.columns
        )
        scaled += constants(self.concept, found.judged)
        scaled += handed_on(self.concept, found.judged, self.beside)
        scaled += rounded(found.judged, self.around)
        single += single_precision(found.judged, self.around + found.subject.behind)
        for j, comparisons in absent:
            j.comparisons = [*j.comparisons, *comparisons]
        if all(c.fine for j in found.judged if _counts(j) for c in j.comparisons):
            found.float32 = list(dict.fromkeys(single))
        found.counted = [j for j in found.judged if _counts(j)]
        if not found.ran:
            return kinks
        own = [j for j in found.counted if j.comparisons and j.trial.own.quantities]
        found.cases = sum(bool(j.comparisons) for j in found.counted) - len(own)
        found.alone = not found.cases
        conventions, found.wrong_variation = conventions_of(self.concept, found.variation)
        if of_examples:
            conventions = [c for c in conventions if c.name not in SUMMED_FIRST]
        found.conventions = [*conventions, *(Convention(k.name, k.text) for k in [*kinks, *scaled])]
        found.right = all(j.fine for j in found.counted) and not found.wrong_variation
        return kinks

    def _options(self, outcome: Outcome) -> Options:
        """Return what tells the arguments of ours for a case, as the code fixes them."""
        defaults = self.referee.defaults
        return lambda j: outcome.variation.applied(j.case, defaults).config

    def trials(self, subject: Subject) -> list[Trial]:
        """Run the code on every recorded case that it can be given."""
        cases = self._cases()
        found = []
        if not isinstance(subject, BookNetwork) or subject.recorded:
            found = [self.run(subject, drawn) for drawn in cases]
        if isinstance(subject, BookNetwork):
            found += [self.run(subject, case) for case in further_cases(subject, found, cases[0])]
        fixed = fixed_arguments(self.concept, found)
        for trial in found:
            missing = structural(self.concept, trial.case, fixed)
            if missing and trial.not_applicable is None:
                trial.not_applicable = Text(
                    f"it has no argument {missing}", f"引数 {missing} がない"
                )
        return found

    def run(self, subject: Subject, drawn: DrawnCase, twice: bool = True) -> Trial:
        """Run the code on one case; one of our networks trains, too."""
        altered = False
        if subject.narrow:
            narrow = narrowed(drawn, subject.narrow)
            if narrow is None:
                return Trial(drawn, not_applicable=BEYOND)
            altered, drawn = narrow is not drawn, narrow
        try:
            trial = self.ran(subject, drawn, twice)
        except UnknownShapeError as reason:
            trial = Trial(drawn, not_applicable=reason.text)
        trial.altered |= altered
        trial.drawn = drawn
        return trial

    def ran(self, subject: Subject, drawn: DrawnCase, twice: bool) -> Trial:
        """Run the code on one case as it is."""
        if "optimizer" not in drawn.options and "layer_table" not in drawn.options:
            return run(subject, drawn, self.progress, twice)
        trial = Trial(drawn)
        self.progress(f"training, {drawn.name}")
        try:
            trial.given = numpy_evaluator.evaluate(drawn, "float64", self.obj)
        except Exception as error:
            trial.stumble = StumbleError("training", error)
        trial.used = set(self.referee.defaults)
        return trial

    def _cases(self) -> list[DrawnCase]:
        """Draw the cases that the shape of the code allows."""
        chosen = []
        for case in self.concept.cases:
            special = "optimizer" in case.options or "layer_table" in case.options
            skipped = case.ours or case.on_request or {"sampled", "own_steps"} & set(case.options)
            if skipped or (special and not self.ours):
                continue
            chosen.append(drawn_case(self.concept, case))
        return chosen

    def _masks(self, found: Outcome) -> MaskAnswer | None:
        """Look at the masks of a dropout that draws its own."""
        training = [j.case for j in found.counted if j.case.training]
        if self.concept.name not in DROPPING or not training:
            return None
        found.seen = self._look(found.subject, training[0])
        applied = found.variation.applied(training[0], self.referee.defaults)
        rate = float(applied.config.get("rate", self.referee.defaults["rate"]))
        return None if found.seen is None else judge_masks(found.seen, rate)

    def _look(self, subject: Subject, case: DrawnCase) -> Seen | None:
        return look(subject, case, self.progress)

    def _second_calls(self, outcome: Outcome) -> list[Judged]:
        """Return what differs when the same call is made again on the same object."""
        found: list[Judged] = []
        if outcome.variation.fixed.get("stateful"):
            return found  # it goes on where the first call ended, as a case of several calls shows
        for j in outcome.counted:
            if not j.trial.second.quantities or j.trial.odd.get("global_random"):
                continue
            again = replace(j.trial, given=j.trial.second, second=type(j.trial.second)())
            first = j.trial.given.quantities
            comparisons = [
                replace(c, quantity=f"{c.quantity} (second call)")
                for c in self.referee.compare(again, outcome.variation)
                if not c.fine and c.numbers and not _is_as_before(c, first[c.quantity])
            ]
            if comparisons:
                again.odd = {**again.odd, "state_kept": True}
                found.append(Judged(again, comparisons))
        return found[:1]

    def _random_trials(self, outcome: Outcome, kinks: list[Known]) -> list[Judged]:
        """Judge the code on random cases, with our implementation as the reference."""
        from parity.checking.comparing.cases.random_cases import random_cases

        found = []
        for drawn in random_cases(self.concept, [j.trial for j in outcome.counted]):
            trial = self.run(outcome.subject, drawn, twice=False)
            trial.altered = True
            outcome.tried.append(trial)
            if trial.not_applicable or trial.stumble or not trial.given.quantities:
                continue
            comparisons = self.referee.compare(trial, outcome.variation)
            if comparisons:
                found.append(Judged(trial, comparisons))
        forward_only_in_inference([*outcome.counted, *found])
        if outcome.float32:
            single_precision(found, self.around + outcome.subject.behind)
        constant_in_the_gradient(self.concept, found)
        excuse_beyond(self.concept, found)
        excuse_ignored(found, self.around)
        excuse_scores(self.concept, found, self.source)
        losses_of_examples(self.concept, found, self._options(outcome))
        summed_over_classes(self.concept, found)
        scales(self.concept, found, outcome.subject.columns or self.beside)
        left_to_the_layers(self.concept, found, self.beside and not outcome.subject.columns)
        constants(self.concept, found)
        handed_on(self.concept, found, self.beside)
        rounded(found, self.around)
        if outcome.float32:
            single_precision(found, self.around + outcome.subject.behind)
        if self.concept.kind == "network":
            excuse_networks(found)
        elif self.concept.name in OF_WORDS or any(
            kink in (IN_THE_LOGARITHM, CLIPPED_PROBABILITIES) for kink in kinks
        ):
            kept_finite(found)
        return [j for j in found if j.excused is None]


def _supported_beside(concept: Concept, obj: Any) -> bool:
    """Tell whether a loss, or a layer, stands beside code that only makes sense with it."""
    if concept.name == "softmax":
        return gives_p_minus_t(text_beside(obj))
    if concept.kind == "loss":
        return layers_divide(text_beside(obj))
    return concept.name in DIVIDED_IN_THE_LAYER and gives_p_minus_t_undivided(text_beside(obj))


def _is_as_before(c: Comparison, first: np.ndarray) -> bool:
    """Tell whether a quantity is what the first call gave, infinite or NaN as it may be."""
    now = array_of(c).ravel()
    same = now.shape == np.ravel(first).shape and np.array_equal(now, np.ravel(first), True)
    return same or near(now, np.ravel(first))


def _counts(j: Judged) -> bool:
    """Tell whether a case decides on the verdict."""
    if j.excused is not None or j.trial.not_applicable is not None:
        return False
    return bool(j.comparisons or j.trial.stumble)


def set_aside(judged: list[Judged]) -> list[tuple[Judged, list[Comparison]]]:
    """Take out the gradients that code gives in no case, where it gives others.

    What is still to be written says nothing of the inputs for which the rest is.

    Returns:
        The cases that have them, with what was taken out.
    """
    given: dict[str, bool] = {}
    for j in judged:
        for c in j.comparisons:
            if c.role == "gradient":
                given[c.quantity] = given.get(c.quantity, False) or c.note != NOT_GIVEN
    gone = {name for name, is_given in given.items() if not is_given}
    if not gone or len(gone) == len(given):
        return []
    apart = []
    for j in judged:
        own = [c for c in j.comparisons if c.quantity in gone]
        j.comparisons = [c for c in j.comparisons if c.quantity not in gone]
        apart.append((j, own))
    return apart


def changed_inputs(counted: list[Judged]) -> str:
    """Return the arguments that the code changed in place."""
    names = [n for j in counted for n in j.trial.odd.get("changed_in_place", [])]
    return ", ".join(dict.fromkeys(names))
