"""Runs the user's code on a case once more, as it was judged."""

from __future__ import annotations

import contextlib
import io
import sys
import types
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from parity.checking.comparing.accepting.single_precision import rounded_to_single
from parity.checking.comparing.cases.drawing import drawn_case
from parity.checking.comparing.cases.narrowing import narrowed
from parity.checking.comparing.comparison import Comparison, compare
from parity.checking.comparing.run_case import run
from parity.checking.comparing.trial import Trial
from parity.checking.comparing.variations import Referee, Variation
from parity.checking.loading.origin import is_users
from parity.checking.reading.sessions.session import Subject
from parity.describing.concept import Concept, DrawnCase
from parity.harness.evaluators.evaluation import Evaluation

Progress = Callable[[str], None]


class Counter(Protocol):
    """Ends loops of the user's where they run too many lines.

    Attributes:
        left: how many they may still run.
    """

    left: int


class Again:
    """Runs the user's code on judged cases once more.

    Attributes:
        concept: what it is judged as.
        subject: the code as it was read.
        variation: the convention under which it was judged.
        referee: what is right.
        single: whether roundings of float32 are accepted.
        most_lines: how many lines of the code's a run of a short case may take.
        lines_run: how many the last run took.
        count: what the code's loops count with, if they do; else its lines are counted.
    """

    def __init__(
        self, concept: Concept, subject: Subject, variation: Variation, referee: Referee
    ) -> None:
        self.concept, self.subject = concept, subject
        self.variation, self.referee = variation, referee
        self.single = False
        self.most_lines, self.lines_run = MOST_LINES, 0
        self.count: Counter | None = None
        self._theirs: dict[str, bool] = {}
        self._drawn: dict[str, DrawnCase] = {}
        self._right: dict[tuple[int, int], tuple[DrawnCase, dict[str, Evaluation]]] = {}

    def run(
        self,
        trial: Trial,
        progress: Progress = lambda _: None,
        short: bool = False,
        forward_only: bool = False,
    ) -> Trial:
        """Return what the code gives now for the case of ``trial``; what it prints is dropped.

        A ``short`` case was made of another, and is taken as it is; its run may take
        ``most_lines``.
        """
        case = trial.case if short else self.as_drawn(trial.case)
        most = self.most_lines if short else MOST_LINES

        def once() -> Trial:
            return run(self.subject, case, progress, twice=False, forward_only=forward_only)

        nowhere = io.StringIO()
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            if self.count is not None:
                self.count.left = most
                found = once()
                self.lines_run = most - self.count.left
            else:
                found, self.lines_run = limited(once, most, self._theirs)
        found.altered = found.altered or trial.altered
        return found

    def compared(self, trial: Trial, quantity: str = "") -> list[Comparison]:
        """Return how a trial compares with what is right; nothing where ours refuses the case.

        With a ``quantity``, only how that one does.
        """
        if not trial.given.quantities and not trial.bad:
            return []
        key = id(trial.case), id(self.variation)
        if trial.odd.get("probabilities") or trial.extra or key not in self._right:
            try:
                right = self.referee.references(trial, self.variation)
            except (ValueError, ArithmeticError, LookupError):
                return []
            self._right[key] = (trial.case, right)  # kept, so that no other has its id
        right = self._right[key][1]
        found = compare(trial, right, self.referee.condition(trial), quantity)
        if not self.single:
            return found
        return [
            replace(c, verdict="imprecise") if not c.fine and rounded_to_single(c) else c
            for c in found
        ]

    def as_drawn(self, case: DrawnCase) -> DrawnCase:
        """Return the case as it was before the code's own mask and the like went into it."""
        name = case.name
        if name not in self._drawn:
            own = next((c for c in self.concept.cases if c.name == name), None)
            drawn = drawn_case(self.concept, own) if own else case
            if own and self.subject.narrow:
                drawn = narrowed(drawn, self.subject.narrow) or drawn
            self._drawn[name] = drawn
        return self._drawn[name]


def cut(case: DrawnCase, steps: int) -> DrawnCase:
    """Return the first steps of an optimizer's case."""
    inputs = tuple({name: a[:steps] for name, a in drawn.items()} for drawn in case.inputs)
    changes = {at: lr for at, lr in case.options.get("lr_at", {}).items() if at < steps}
    options = (
        {**case.options, "lr_at": changes}
        if changes
        else {name: value for name, value in case.options.items() if name != "lr_at"}
    )
    return replace(case, inputs=inputs, options=options)


MOST_LINES = 200_000
"""How many lines of the user's one run may take: a changed loop may have no end."""


class EndlessError(Exception):
    """A run of changed code took too many lines."""


def limited(
    call: Callable[[], Trial], most: int = MOST_LINES, theirs: dict[str, bool] | None = None
) -> tuple[Trial, int]:
    """Return what ``call`` gives, and how many lines of the user's it took.

    There is an exception in the user's code where it takes more than ``most``. Which files are
    ``theirs`` is asked for every call, of libraries as well: what is known is kept there.
    """
    if sys.gettrace() is not None:
        return call(), 0
    left = most
    theirs = {} if theirs is None else theirs

    def count(frame: types.FrameType, event: str, argument: object) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            raise EndlessError(f"more than {most} lines")
        return count

    def watch(frame: types.FrameType, event: str, argument: object) -> object:
        file = frame.f_code.co_filename
        if file not in theirs:
            theirs[file] = is_users(file)
        return count if theirs[file] else None

    sys.settrace(watch)  # type: ignore[arg-type]
    try:
        return call(), most - left
    finally:
        sys.settrace(None)
