"""How long the rest of a sweep takes, from what the runs before it took."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import pairwise

from parity.experiments.planning.plan import Run, makes_its_own_data
from parity.experiments.setting import Setting

STEP_SECONDS = 5e-4
"""About what a step costs besides its products."""

PRODUCTS_PER_SECOND = 1.5e10
CONVOLUTION_STEP_SECONDS = 0.05
CHECKS, TEST_EXAMPLES = 20, 10_000


def weight(setting: Setting, n_features: int) -> float:
    """Return about how many seconds a run takes; the measured time corrects it."""
    if makes_its_own_data(setting):
        return setting.iterations * STEP_SECONDS + 0.1
    if setting.network != "networks.mlp.MLP":
        return setting.iterations * CONVOLUTION_STEP_SECONDS + 1
    sizes = (n_features, *setting.hidden, 10)
    products = sum(a * b for a, b in pairwise(sizes))
    examples = 3 * setting.iterations * setting.batch + CHECKS * (setting.test_images or
                                                                 TEST_EXAMPLES)  # fmt: skip
    return setting.iterations * STEP_SECONDS + examples * products / PRODUCTS_PER_SECOND


class Remaining:
    """What is left of a sweep, in seconds.

    Args:
        runs: those that are to be made.
        n_features: how many numbers one example of the data has.
    """

    def __init__(self, runs: Iterable[Run], n_features: int) -> None:
        self.weights: dict[str, float] = {}
        self.left: dict[str, float] = {}
        for run in runs:
            own = weight(run.setting, n_features)
            self.weights[run.key.digest] = own
            self.left[run.key.framework] = self.left.get(run.key.framework, 0.0) + own
        self.done: dict[str, float] = {}
        self.since: dict[str, float] = {}
        self.took: dict[str, float] = {}

    def begin(self, framework: str) -> None:
        """Say that the runs of ``framework`` begin now."""
        self.since[framework] = time.monotonic()

    def finish(self, run: Run) -> None:
        """Say that ``run`` is over."""
        framework, own = run.key.framework, self.weights[run.key.digest]
        self.left[framework] -= own
        self.done[framework] = self.done.get(framework, 0.0) + own
        self.took[framework] = time.monotonic() - self.since[framework]

    def seconds(self) -> float | None:
        """Return how long the rest takes; ``None`` before anything was measured."""
        if not self.done:
            return None
        everyone = sum(self.took.values()) / sum(self.done.values())
        return sum(
            max(left, 0.0) * (self.took[f] / self.done[f] if self.done.get(f) else everyone)
            for f, left in self.left.items()
        )
