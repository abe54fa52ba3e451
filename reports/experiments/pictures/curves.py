"""Curves over the steps: small multiples, frameworks overlaid, a band over the seeds."""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np

from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment
from reports.experiments.pictures.style import as_png
from reports.run.words import FRAMEWORK_NAMES

STYLES = {"numpy": ("-", 2.4, 0.5), "torch": ("--", 1.4, 1.0), "keras": (":", 1.4, 1.0)}
COLOURS = {"numpy": "#1b6ca8", "torch": "#d1495b", "keras": "#2e8b57"}
COLUMNS = 4

QUANTITIES = ("test_accuracy", "train_accuracy", "loss")
"""What can be drawn over the steps."""


def curves(experiment: Experiment, results: Sequence[RunResult], quantity: str) -> bytes | None:
    """Return small multiples of a quantity over the steps; ``None`` if no run has it.

    Args:
        experiment: gives the order.
        results: the runs.
        quantity: one of :data:`QUANTITIES`.
    """
    trained = [r for r in results if len(r.losses) and "path" not in r.extra]
    trained = [r for r in trained if np.isfinite(getattr(r.curve, quantity)).any()]
    names = {r.key.setting for r in trained}
    shown = [s.name for s in experiment.settings if s.name in names]
    if not shown:
        return None
    rows = math.ceil(len(shown) / COLUMNS)
    figure, axes = plt.subplots(
        rows, COLUMNS, figsize=(11, 1.9 * rows + 0.6), sharey=quantity != "loss", squeeze=False
    )
    for axis in axes.flat[len(shown) :]:
        axis.set_visible(False)
    for axis, name in zip(axes.flat, shown, strict=False):
        _panel(axis, name, [r for r in trained if r.key.setting == name], quantity)
    handles = [
        axes.flat[0].plot([], [], style, color=COLOURS[f], linewidth=width, alpha=alpha)[0]
        for f, (style, width, alpha) in STYLES.items()
    ]
    labels = [FRAMEWORK_NAMES[f] for f in STYLES]
    figure.legend(handles, labels, loc="upper right", ncols=3, frameon=False)
    return as_png(figure)


def _panel(axis: plt.Axes, name: str, runs: Sequence[RunResult], quantity: str) -> None:
    axis.set_title(name, fontsize=8, loc="left")
    axis.tick_params(labelsize=7)
    if quantity != "loss":
        axis.set_ylim(0, 1)
    axis.grid(alpha=0.25)
    for framework, (style, width, alpha) in STYLES.items():
        own = [r for r in runs if r.key.framework == framework]
        if not own:
            continue
        steps = own[0].curve.steps
        table = np.array([getattr(r.curve, quantity) for r in own])
        colour = COLOURS[framework]
        if framework == "numpy" and len(own) > 1:
            axis.fill_between(
                steps, table.min(axis=0), table.max(axis=0), color=colour, alpha=0.15, linewidth=0
            )
        axis.plot(steps, table.mean(axis=0), style, color=colour, linewidth=width, alpha=alpha)
