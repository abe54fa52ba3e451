"""To how many digits the three loss curves coincide, and where rounding separates them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment

EVERY = 100
"""Digits are told after each hundred steps."""


@dataclass(frozen=True)
class Agreement:
    """How far one setting's curves coincide over all seeds and pairs of frameworks.

    Attributes:
        steps: after how many steps the digits are told.
        digits: the fewest digits over seeds and pairs, at each of them.
        separates: the first step with fewer than 6 digits; ``None`` if there is none.
        accuracy: the largest difference of the final test accuracies; ``None`` where there are
            none, as in a regression.
    """

    steps: tuple[int, ...]
    digits: tuple[float, ...]
    separates: int | None
    accuracy: float | None


def agreement(results: Sequence[RunResult]) -> Agreement | None:
    """Return the agreement of the runs of one setting; ``None`` with one framework only."""
    by_seed: dict[int, list[RunResult]] = {}
    for result in results:
        by_seed.setdefault(result.key.seed, []).append(result)
    worst: np.ndarray | None = None
    differences = []
    for runs in by_seed.values():
        for a, b in itertools.combinations(runs, 2):
            if not len(a.losses) or a.losses.shape != b.losses.shape:
                continue
            digits = digits_of(a.losses, b.losses)
            worst = digits if worst is None else np.minimum(worst, digits)
            here, there = a.final.get("test_accuracy"), b.final.get("test_accuracy")
            if here is not None and there is not None:
                differences.append(abs(here - there))
    if worst is None:
        return None
    steps = tuple(range(EVERY, len(worst) + 1, EVERY)) or (len(worst),)
    late = np.nonzero(worst < 6)[0]
    separates = int(late[0]) + 1 if len(late) else None
    accuracy = max(differences, default=None)
    return Agreement(steps, tuple(float(worst[s - 1]) for s in steps), separates, accuracy)


def agreements(experiment: Experiment, results: Sequence[RunResult]) -> list[tuple[str, Agreement]]:
    """Return the agreement of each setting that two frameworks ran, in the experiment's order."""
    found = []
    for setting in experiment.settings:
        together = agreement([r for r in results if r.key.setting == setting.name])
        if together:
            found.append((setting.name, together))
    return found


def digits_of(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the decimal digits to which two curves agree, step by step; 16 at most."""
    with np.errstate(all="ignore"):
        relative = np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))
        digits = -np.log10(np.maximum(relative, 1e-16))
    equal = (a == b) | (np.isnan(a) & np.isnan(b))
    return np.where(equal, 16.0, np.clip(np.nan_to_num(digits), 0.0, 16.0))
