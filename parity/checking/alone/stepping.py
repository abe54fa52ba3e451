"""Judges a training step by itself: how it moves each array against the slope of its own loss."""

from __future__ import annotations

import inspect
import time
from collections.abc import Sequence

import numpy as np

from parity.checking.alone.differences import Slope, slope
from parity.checking.alone.finding.probes import Builder
from parity.checking.alone.fingerprints import cause_of, told_at
from parity.checking.alone.probing.places import Place
from parity.checking.alone.probing.probe import Probe, UnfitError, copied, quiet
from parity.checking.alone.probing.steps import RATE, StepWay
from parity.checking.alone.source import line_of
from parity.checking.alone.step_fits import (
    compared,
    convention_of,
    is_plain,
    of_one_length,
    steady,
    told_of,
)
from parity.checking.alone.step_inputs import Ready, floats_below, ready_steps
from parity.checking.alone.trial import ROUGH, Compared, Outcome, drawn, shown
from parity.checking.reading.sessions.session import StumbleError
from parity.checking.report import Cause


def best_step(builder: Builder, ways: Sequence[StepWay], until: float) -> Outcome | None:
    """Return what the first step comes to that is right, else the one of which most is.

    A step of which nothing is the slope of a loss that we know follows another rule, and is not
    judged.
    """
    best: Outcome | None = None
    for way in ways:
        for ready in ready_steps(builder, way, until):
            if time.process_time() > until:
                return best
            try:
                outcome, multiples = judged(builder, way, ready, until)
                telling = [c for c in outcome.compared if c.right.size > 1]
                if not any(c.fine or (ready.named and _is_climbed(c)) for c in telling):
                    continue
                plain = all(map(is_plain, multiples))
                if not (outcome.right and plain):  # before anything is accused
                    other, again = judged(builder, way, ready, until, seed=11)
                    if of_one_length(outcome.compared, other.compared):
                        continue
                    if not plain and not steady(multiples, again):
                        return judged(builder, way, ready, until, once=True)[0]
            except (UnfitError, StumbleError) as reason:
                builder.refusals.append(reason)
                continue
            if best is None or outcome.score > best.score:
                best = outcome
            if best.right:
                return best
        if best is not None:
            return best
    return best


def _is_climbed(c: Compared) -> bool:
    """Tell whether an array goes up the slope of the loss exactly as far as it should go down."""
    known = np.isfinite(c.right)
    return bool(np.abs(c.yours + c.right)[known].max() <= ROUGH * c.scale)


def judged(
    builder: Builder, way: StepWay, ready: Ready, until: float, seed: int = 5, once: bool = False
) -> tuple[Outcome, list[float]]:
    """Compare how a step moves each array with the slopes of its losses.

    Returns:
        The outcome, and what multiples of the slopes the changes are.

    Raises:
        UnfitError: if nothing moves, or no loss depends on what does.
        StumbleError: if the code raises.
    """
    method = getattr(builder.obj if inspect.isclass(builder.obj) else type(builder.obj), way.step)
    probe = Probe(
        ready.root, ready.run, lambda *_: [], builder.dice, 0, "step", functions=[method],
        layout="rows",
    )  # fmt: skip
    probe.variables = [p for p, y in ready.changes.items() if np.any(y)] or _moved(builder, ready)
    rng = np.random.default_rng(seed)
    values = {p: np.array(p.get(ready.root)) for p in ready.changes} or drawn(probe, rng)

    def losses(at: dict[Place, np.ndarray]) -> np.ndarray:
        return np.array(probe.start(at)[1])

    moved = probe.variables
    root, given = probe.start(values)
    yours = ready.changes or {p: (values[p] - p.get(root)) / RATE for p in moved}
    finite = np.isfinite(given)  # of the usual losses, some may not be meant
    if not (finite.any() if ready.supposed else finite.all()) or not all(
        np.isfinite(y).all() for y in yours.values()
    ):
        raise UnfitError("its loss is not finite", "損失が有限でない")
    slopes: dict[Place, list[Slope]] = {}
    for i, place in enumerate(moved):
        now = time.process_time()
        share = max(until + 0.4 - now, 0.05) / (len(moved) - i) / len(given)
        slopes[place] = [
            slope(
                lambda v, p=place, k=k: losses({**values, p: v})[k],  # type: ignore[misc]
                values[place], time.process_time() + share, rng,
            )
            if finite[k]
            else Slope(np.full(values[place].shape, np.nan))
            for k in range(len(given))
        ]  # fmt: skip
    outcome = Outcome(probe, values, [np.array(1.0)])
    outcome.compared, followed, multiples = compared(yours, slopes, values, ready, once)
    outcome.convention = convention_of(ready, followed) if outcome.right else None
    outcome.told = told_of(outcome.compared, ready, followed, multiples)
    if not outcome.compared:
        raise UnfitError("its loss depends on nothing that it moves", "損失が学習対象に依存しない")
    return outcome, multiples


def _moved(builder: Builder, ready: Ready) -> list[Place]:
    """Return the arrays of the object that one step moves a little.

    Raises:
        UnfitError: if it moves none.
    """
    root = copied(ready.root)
    held = {p: a.copy() for p, a in floats_below(root).items()}
    builder.dice.reset()
    with quiet("forward"):
        ready.run(root)
    after = floats_below(root)
    found = [
        p for p, a in held.items()
        if p in after and after[p].shape == a.shape and not np.array_equal(after[p], a)
        and np.abs(after[p] - a).max() < 1e3 * RATE
    ]  # fmt: skip
    if not found:
        raise UnfitError("its step moves nothing", "ステップで何も動かない")
    return found


def explain_step(outcome: Outcome) -> Cause:
    """Return what explains the first array that is moved wrongly."""
    wrong = next(c for c in outcome.compared if not c.fine)
    line = line_of(outcome.probe.functions, shown(wrong.place), wrong.place.last, False)
    return told_at(line, cause_of([outcome], wrong.name, lambda *_: None), wrong.name)
