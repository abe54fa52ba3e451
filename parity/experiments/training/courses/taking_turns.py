"""The loop of a model that takes turns: its losses at every step, and looks at some of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from parity.describing.concept import DrawnCase
from parity.experiments.planning.plan import Run
from parity.experiments.results import Curve, RunResult
from parity.experiments.training.players import Turn, in_numpy, open_player
from parity.harness import environment

Look = Callable[[Any, int], dict[str, np.ndarray]]
"""What is kept of NumPy's model with the parameters after so many steps, by a name of ``extra``."""


def take_turns(
    run: Run,
    case: DrawnCase,
    turns: Mapping[str, Turn],
    given: Iterator[Sequence[Sequence[np.ndarray]]],
    look: Look,
    frames: Sequence[int],
    end: Callable[[Any], tuple[dict[str, float], dict[str, np.ndarray]]],
) -> RunResult:
    """Train as ``run`` says.

    Args:
        run: which run it is.
        case: the model with its first weights.
        turns: the turns of each step, by the name of their loss; the first one's is ``losses``,
            the others are ``losses.NAME`` in ``extra``.
        given: for each step the inputs of each turn.
        look: called after as many steps as ``frames`` say; what it gives is stacked.
        frames: after how many steps; 0 is before the first.
        end: gives the final figures, and what is kept besides.
    """
    started = time.perf_counter()
    setting = run.setting
    player = open_player(run.key.framework)
    player.begin(setting, case, list(turns.values()))
    losses = np.empty((len(turns), setting.iterations))
    kept: dict[str, list[np.ndarray]] = {}

    def keep(done: int) -> None:
        for name, array in look(in_numpy(case, player.parameters()), done).items():
            kept.setdefault(name, []).append(array)

    if 0 in frames:
        keep(0)
    with np.errstate(all="ignore"):  # a training that diverges is a result
        for i in range(setting.iterations):
            for turn, inputs in enumerate(next(given)):
                losses[turn, i] = player.play(turn, *inputs)
            if i + 1 in frames:
                keep(i + 1)
        figures, besides = end(in_numpy(case, player.parameters()))
    every = max(1, setting.iterations // 20)
    steps = sorted({*range(every, setting.iterations + 1, every), setting.iterations})
    at = np.array(steps)
    nothing = np.full(len(at), np.nan)
    others = {f"losses.{name}": own for name, own in zip(turns, losses, strict=True)}
    del others[f"losses.{next(iter(turns))}"]
    return RunResult(
        key=run.key,
        final={"loss": float(losses[0, -1]), **figures},
        curve=Curve(at, losses[0, at - 1], nothing, nothing),
        losses=losses[0],
        extra={**{name: np.array(found) for name, found in kept.items()}, **others, **besides},
        seconds=time.perf_counter() - started,
        versions=environment.framework_version(run.key.framework),
    )
