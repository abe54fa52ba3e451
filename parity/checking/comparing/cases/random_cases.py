"""Random cases: the recorded ones with other numbers and other sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from parity.checking.comparing.cases.drawing import drawn_once
from parity.checking.comparing.cases.resizing import resized, sizes_of
from parity.checking.comparing.trial import Trial
from parity.describing.concept import Case, Concept, DrawnCase, draw_case
from parity.describing.draw import seed_of

MOST = 24
"""How many random cases are judged."""

FEW = 8
"""How many are judged where each takes long: networks, and functions that draw for themselves."""


def random_cases(concept: Concept, trials: Sequence[Trial]) -> Iterator[DrawnCase]:
    """Yield cases drawn anew: like the trials' in kind, other in numbers, half of them in size."""
    clean = [
        trial
        for trial in trials
        if trial.stumble is None
        and not trial.case.kink
        and trial.case.name in {case.name for case in concept.cases}
        and "optimizer" not in trial.case.options
        and "layer_table" not in trial.case.options
        and any(d.kind != "values" for d in concept.case(trial.case.name).inputs.values())
    ]
    costly = concept.kind == "network" or any("draws" in t.case.options for t in clean)
    for number in range((FEW if costly else MOST) if clean else 0):
        trial = clean[number % len(clean)]
        case = concept.case(trial.case.name)
        yield drawn_once(case, str(number), partial(_anew, concept, case, number))


def _anew(concept: Concept, case: Case, number: int) -> DrawnCase:
    drawn = draw_case(concept, replace(case, name=f"{case.name}/{number + 1}"))
    rng = np.random.default_rng(seed_of(concept.name, case.name, "size", str(number)))
    return _other_sizes(drawn, rng) if number % 2 and concept.kind != "network" else drawn


def _other_sizes(drawn: DrawnCase, rng: np.random.Generator) -> DrawnCase:
    """Shrink one axis of the case, if our implementation takes the result."""
    sizes = [n for n in sizes_of(drawn) if n > 2]
    if not sizes:
        return drawn
    size = int(rng.choice(sizes))
    smaller = resized(drawn, size, int(rng.integers(2, size)))
    return drawn if smaller is None else smaller
