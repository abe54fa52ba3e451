"""Judges initializers: in distribution, since everybody draws other numbers."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from parity.checking.causes.blame import line_to_look_at
from parity.checking.comparing.variations import Referee
from parity.checking.judging.evidence import Draws, Evidence
from parity.checking.judging.initializers.causes import causes_of
from parity.checking.judging.initializers.distributions import (
    ENOUGH,
    Drawn,
    ours,
    row,
    samples_apart,
    scale_apart,
)
from parity.checking.judging.nothing_to_compare import unknown_shape
from parity.checking.loading import crashes
from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.binding import UnknownShapeError
from parity.checking.reading.sessions.initializers import InitializerSubject
from parity.checking.reading.sessions.session import StumbleError
from parity.checking.report import Cause, Crash, Quantity, Report
from parity.checking.report import Convention as Told
from parity.describing.concept import Concept, Convention, DrawnCase, Text, draw_case
from parity.harness.mistakes import in_convention


@dataclass
class Found:
    """What one reading of an initializer drew.

    Attributes:
        subject: the code as it was read.
        drawn: its numbers, by case.
        used: our arguments that were passed on.
        crash: why a case could not be judged.
        beyond: cases in which it raised, or which it refuses.
    """

    subject: InitializerSubject
    drawn: list[tuple[DrawnCase, np.ndarray]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    crash: Crash | None = None
    beyond: list[tuple[DrawnCase, Text]] = field(default_factory=list)


def fill(
    report: Report,
    subject: InitializerSubject,
    referee: Referee,
    progress: Callable[[str], None],
) -> None:
    """Draw, compare, and write the answer into ``report``.

    Other readings are tried where the plain one is not right; the first that is right is taken.
    """
    best: tuple[float, Found, list[Drawn], list[Quantity]] | None = None
    crash: Crash | None = None
    for reading in (subject, *subject.others()):
        assert isinstance(reading, InitializerSubject)
        found = _drawn(reading, progress)
        crash = crash or found.crash or _nothing(found)
        for convention, pairs in _compared(subject.concept, found.drawn, found.used, referee):
            rows = _rows(pairs)
            if all(q.verdict == "agree" for q in rows):
                _write(report, found, pairs, rows)
                if convention is not None:
                    report.conventions = [Told(convention.name, convention.text)]
                report.evidence = partial(_evidence, found)
                return
            apart = sum(scale_apart(pair)[0] for pair in pairs) / len(pairs)
            if convention is None and (best is None or apart < best[0] * CLEARLY):
                best = apart, found, pairs, rows
    if best is None:
        report.crash = crash
    else:
        _write(report, *best[1:])


def _rows(pairs: list[Drawn]) -> list[Quantity]:
    return [row(pairs, "scale", scale_apart), row(pairs, "samples", samples_apart)]


def _evidence(found: Found) -> Evidence:
    return Evidence(
        found.subject.concept.name,
        used=sorted(found.used),
        draws=[Draws(case.name, samples) for case, samples in found.drawn],
    )


def compare_draws(
    report: Report, concept: Concept, referee: Referee, draws: Sequence[Draws], used: set[str]
) -> None:
    """Write into ``report`` what numbers show that were drawn elsewhere."""
    recorded = [draw_case(concept, case) for case in concept.cases]
    cases = {case.name: case for case in (*recorded, *map(stretched, recorded))}
    drawn = [(cases[own.name], own.samples) for own in draws]
    for convention, pairs in _compared(concept, drawn, used, referee):
        if min(pair.yours.size for pair in pairs) < ENOUGH:
            continue
        rows = _rows(pairs)
        report.verdict = "agrees" if all(q.verdict == "agree" for q in rows) else "differs"
        report.quantities = rows
        report.cases = len([p for p in pairs if "/" not in p.case.name])
        report.random_cases = len(pairs) - report.cases
        report.conventions = [Told(convention.name, convention.text)] if convention else []
        if report.verdict == "agrees":
            return


CLEARLY = 0.5
"""How much nearer, in scale, another reading than the plain one must be to be told of."""


def _nothing(found: Found) -> Crash:
    why = found.beyond[0][1] if found.beyond else Text("no case fits", "受け取れるケースがない")
    return unknown_shape(found.subject.label, found.subject.concept, why)


def _drawn(subject: InitializerSubject, progress: Callable[[str], None]) -> Found:
    """Let the code draw for every case."""
    found = Found(subject)
    recorded = [draw_case(subject.concept, case) for case in subject.concept.cases]
    for drawn in (*recorded, *map(stretched, recorded)):
        progress(f"call, {drawn.name}")
        try:
            samples, passed = _draw_enough(subject, drawn)
        except StumbleError as stumble:
            at = f"call, {drawn.name}"
            found.crash = found.crash or crashes.raised(stumble.error, subject.label, at)
            found.beyond.append((drawn, _beyond(subject, drawn)))
            continue
        except UnknownShapeError as reason:
            found.beyond.append((drawn, reason.text))
            continue
        found.used |= passed
        if isinstance(samples, Crash):
            found.crash = found.crash or samples
            found.beyond.append((drawn, _beyond(subject, drawn)))
            continue
        found.drawn.append((drawn, samples))
    return found


STRETCHED = {2: (24, 150), 4: (24, 4, 2, 3)}
"""Shapes whose fans are far apart: in the recorded ones fan_in and fan_out are much alike."""


def stretched(case: DrawnCase) -> DrawnCase:
    """Return a case with a shape whose fans are far apart."""
    shape = STRETCHED[len(case.options["shape"])]
    options = {**case.options, "shape": shape}
    return replace(case, name=f"{case.name}/stretched", options=options)


def _beyond(subject: InitializerSubject, case: DrawnCase) -> Text:
    """Say for which shapes the code was not written."""
    axes = len(case.options["shape"])
    return Text(f"shapes with {axes} axes are beyond it", f"{axes} 軸の形には対応していない")


def _compared(
    concept: Concept,
    drawn: Sequence[tuple[DrawnCase, np.ndarray]],
    used: set[str],
    referee: Referee,
) -> Iterator[tuple[Convention | None, list[Drawn]]]:
    """Yield what was drawn beside what is right: plainly, then in each convention."""
    fixed = [n for n in referee.defaults if n not in used and n != "seed"]
    for convention in (None, *concept.conventions):
        wanted = {**referee.defaults, **(convention.config if convention else {})}
        own = None
        if convention is not None and convention.rewrites:
            own = in_convention(concept, convention)
        pairs = [
            Drawn(case, samples, ours(case, own))
            for case, samples in drawn
            if all(case.config.get(n, referee.defaults[n]) == wanted[n] for n in fixed)
        ]
        if pairs:
            yield convention, pairs


def _write(report: Report, found: Found, pairs: list[Drawn], rows: list[Quantity]) -> None:
    """Write what was found under one reading into ``report``."""
    subject = found.subject
    report.cases = len([p for p in pairs if "/" not in p.case.name])
    report.random_cases = len(pairs) - report.cases
    report.reading = list(subject.told)
    report.quantities = rows
    if not _repeats(subject, pairs[0].case):
        note = Text("one seed, two results", "同じシードで結果が異なる")
        report.quantities.append(
            Quantity("seed", None, "differ", pairs[0].case.name, 0, 1, note=note)
        )
    wrong = next((q for q in report.quantities if q.verdict == "differ"), None)
    report.verdict = "differs" if wrong else "agrees"
    report.limits = list({t.en: t for _, t in found.beyond}.values())
    if wrong:
        report.first_wrong = wrong.quantity
        line = line_to_look_at(subject, subject.target, "W", "forward")
        causes = causes_of(pairs, subject) if wrong.quantity != "seed" else [IGNORES_THE_SEED]
        report.causes = [replace(cause, line=line) for cause in causes]


def _draw_enough(
    subject: InitializerSubject, case: DrawnCase
) -> tuple[np.ndarray | Crash, set[str]]:
    """Draw until there are enough numbers."""
    shape = subject.passed(case)
    np.random.seed(0)  # noqa: NPY002 (the user's code may draw from there)
    parts: list[np.ndarray] = []
    used: set[str] = set()
    for seed in range(math.ceil(ENOUGH / math.prod(shape))):
        drawn, used = subject.draw(case, seed)
        array = np.asarray(drawn)
        if array.dtype.kind not in "fiu" or array.shape != shape:
            expected = f"an array of numbers of shape {shape}"
            got = f"{array.dtype}, shape {array.shape}"
            return Crash(
                "wrong_result",
                Text(
                    f"{subject.label} gives {got}; {expected} was expected.",
                    f"{subject.label} の結果は {got} である。形 {shape} の実数の配列が必要である。",
                ),
            ), used
        parts.append(array.astype(np.float64).ravel())
    return np.concatenate(parts), used


IGNORES_THE_SEED = Cause(
    "global_random",
    Text(
        "It takes a seed and draws from NumPy's global random state all the same, so the seed "
        "repeats nothing: make a generator, np.random.default_rng(seed).",
        "シードを受け取りながら NumPy のグローバルな乱数状態から引いているため、シードで再現でき"
        "ない。np.random.default_rng(seed) で生成器を作るとよい。",
    ),
)


def _repeats(subject: InitializerSubject, case: DrawnCase) -> bool:
    """Tell whether a seed, if the code takes one, repeats the numbers."""
    target = subject.target
    called = [target, target.__call__] if inspect.isclass(target) else [target]
    named = {p.name for function in called for p in parameters_of(function) or []}
    if not named & {"seed", "rng", "random_state", "generator"} or subject.free:
        return True
    first, _ = subject.draw(case, 3)
    again, _ = subject.draw(case, 3)
    return bool(np.array_equal(np.asarray(first), np.asarray(again)))


__all__ = ["fill"]
