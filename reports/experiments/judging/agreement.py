"""To how many digits the three loss curves coincide, where rounding separates them; their file."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment

EVERY = 100
"""Digits are told after each hundred steps, and at the end."""


@dataclass(frozen=True)
class Agreement:
    """How far one setting's curves coincide over all seeds and pairs of frameworks.

    Attributes:
        steps: after how many steps the digits are told.
        digits: the fewest digits over seeds and pairs, at each of them.
        separates: the first step with fewer than 6 digits; ``None`` if there is none.
        accuracy: the largest difference of the final test accuracies; ``None`` where there are
            none, as in a regression.
        seeds: over how many seeds.
        apart: the first step with fewer than 3 digits, where the losses differ by more than a
            thousandth; 0 if there is none, ``None`` if it is not known.
    """

    steps: tuple[int, ...]
    digits: tuple[float, ...]
    separates: int | None
    accuracy: float | None
    seeds: int = 0
    apart: int | None = None


def agreement(results: Sequence[RunResult]) -> Agreement | None:
    """Return the agreement of the runs of one setting; ``None`` with one framework only."""
    worst: np.ndarray | None = None
    compared = []
    for a, b in _pairs(results):
        if not len(a.losses) or a.losses.shape != b.losses.shape:
            continue
        own = np.min([digits_of(*both) for both in zip(*map(_losses, (a, b)), strict=True)], axis=0)
        worst = own if worst is None else np.minimum(worst, own)
        compared.append((a, b))
    if worst is None:
        return None
    steps = tuple(sorted({*range(EVERY, len(worst) + 1, EVERY), len(worst)}))
    separates, apart = (_first_below(digits, worst) for digits in (6, 3))
    digits = tuple(float(worst[s - 1]) for s in steps)
    return Agreement(steps, digits, separates or None, *_accuracies(compared), apart)


def _losses(result: RunResult) -> list[np.ndarray]:
    """Return the losses of a run: those of a GAN are two."""
    others = sorted(name for name in result.extra if name.startswith("losses."))
    return [result.losses, *(result.extra[name] for name in others)]


def _first_below(digits: float, found: np.ndarray) -> int:
    """Return the first step, from 1, that agrees to fewer digits; 0 if none does."""
    late = np.nonzero(found < digits)[0]
    return int(late[0]) + 1 if len(late) else 0


def _pairs(results: Sequence[RunResult]) -> list[tuple[RunResult, RunResult]]:
    """Return every two runs of one seed in two frameworks."""
    by_seed: dict[int, list[RunResult]] = {}
    for result in results:
        by_seed.setdefault(result.key.seed, []).append(result)
    return [pair for runs in by_seed.values() for pair in itertools.combinations(runs, 2)]


def _accuracies(pairs: Sequence[tuple[RunResult, RunResult]]) -> tuple[float | None, int]:
    """Return the largest difference of test accuracy, if there are any, and over how many seeds."""
    differences = [
        abs(a.final["test_accuracy"] - b.final["test_accuracy"])
        for a, b in pairs
        if "test_accuracy" in a.final and "test_accuracy" in b.final
    ]
    return max(differences, default=None), len({a.key.seed for a, _ in pairs})


def agreements(experiment: Experiment, results: Sequence[RunResult]) -> list[tuple[str, Agreement]]:
    """Return the agreement of each setting that two frameworks ran, in the experiment's order."""
    found = []
    for setting in experiment.settings:
        together = agreement([r for r in results if r.key.setting == setting.name])
        if together:
            found.append((setting.name, together))
    return found


def as_csv(found: Sequence[tuple[str, Agreement]]) -> bytes:
    """Return a row for each setting and hundred steps: the fewest digits over seeds and pairs.

    ``separates`` is the setting's first step with fewer than 6 digits; empty without any.
    ``apart`` is that with fewer than 3; 0 without any.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["setting", "step", "digits", "separates", "apart"])
    for name, a in found:
        writer.writerows(
            [name, step, f"{d:.1f}", a.separates or "", "" if a.apart is None else a.apart]
            for step, d in zip(a.steps, a.digits, strict=True)
        )
    return text.getvalue().encode()


def read_agreements(path: Path, results: Sequence[RunResult]) -> list[tuple[str, Agreement]]:
    """Return the agreements whose rows are in a ``digits.csv``; none where there is no file.

    Args:
        path: the file.
        results: the runs that it belongs to, for their accuracies and seeds.
    """
    if not path.exists():
        return []
    rows: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["setting"], []).append(row)
    found = []
    for name, own in rows.items():
        pairs = _pairs([r for r in results if r.key.setting == name])
        steps = tuple(int(row["step"]) for row in own)
        digits = tuple(float(row["digits"]) for row in own)
        separates = int(own[0]["separates"]) if own[0]["separates"] else None
        apart = int(own[0]["apart"]) if own[0].get("apart") else None
        found.append((name, Agreement(steps, digits, separates, *_accuracies(pairs), apart)))
    return found


def digits_of(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the decimal digits to which two curves agree, step by step; 16 at most."""
    with np.errstate(all="ignore"):
        relative = np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))
        digits = -np.log10(np.maximum(relative, 1e-16))
    equal = (a == b) | (np.isnan(a) & np.isnan(b))
    return np.where(equal, 16.0, np.clip(np.nan_to_num(digits), 0.0, 16.0))
