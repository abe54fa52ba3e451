"""A siamese network learns from pairs, and then tells classes that it has never seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from parity.experiments.planning.plan import Run
from parity.experiments.results import RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.courses.taking_turns import take_turns
from parity.experiments.training.drawing import of_some_classes, stream
from parity.experiments.training.players import Turn, drawn_case

if TYPE_CHECKING:
    from parity.experiments.data.load import Data


def follow(run: Run, data: Data | None) -> RunResult:
    """Train as ``run`` says, on pairs of the classes ``options["known"]``.

    Of each of ``options["classes"]`` it is then shown ``per_class`` images, and names the test
    images of these classes after the nearest: ``test_accuracy``. ``pixels`` is that of the nearest
    by its pixels, and ``over_pixels`` by how much the network is better.

    Raises:
        ValueError: if there are no data.
    """
    setting, seed = run.setting, run.key.seed
    if data is None:
        raise ValueError(f"{setting.name} needs data.")
    task = of_some_classes(setting, seed, data)
    shown, x_test = (x.reshape(len(x), -1) for x in (task.x_train, task.x_test))
    known = {**setting.options, "classes": setting.options["known"], "per_class": None}
    pairs_of = of_some_classes(replace(setting, options=known), seed, data)
    x = pairs_of.x_train.reshape(len(pairs_of.x_train), -1)
    case = drawn_case(setting, seed, n_in=x.shape[1])

    def end(model: Any) -> tuple[dict[str, float], dict[str, np.ndarray]]:
        found = task.t_train[model.one_shot(x_test, shown)]
        apart = ((x_test[:, np.newaxis] - shown) ** 2).sum(axis=2)
        by_pixels = np.mean(task.t_train[apart.argmin(axis=1)] == task.t_test)
        right = np.mean(found == task.t_test)
        return {
            "test_accuracy": float(right),
            "pixels": float(by_pixels),
            "over_pixels": float(right - by_pixels),
        }, {}

    turns = {"pairs": Turn(pairs=True, config={"margin": setting.options["margin"]})}
    given = _pairs(setting, seed, x.astype(setting.dtype), pairs_of.t_train)
    return take_turns(run, case, turns, given, lambda *_: {}, (), end)


def _pairs(
    setting: Setting, seed: int, x: np.ndarray, t: np.ndarray
) -> Iterator[list[tuple[np.ndarray, ...]]]:
    """Yield pairs, every second one of the same class, and which are."""
    rng, n = stream(setting, seed, "batches"), setting.batch
    of_class = [np.flatnonzero(t == c) for c in range(t.max() + 1)]
    same = np.arange(n) % 2
    while True:
        first = rng.integers(len(of_class), size=n)
        other = rng.integers(1, len(of_class), size=n)
        second = np.where(same, first, (first + other) % len(of_class))
        a, b = (np.array([rng.choice(of_class[c]) for c in c_of]) for c_of in (first, second))
        yield [(x[a], x[b], same)]
