"""Pictures of recurrent networks: gradients over the steps, and what is learned by length."""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np

from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment, Setting
from reports.experiments.pictures.style import as_png

COLUMNS = 4
SHOWN = (1e-8, 1e5)
"""What is smaller or larger is all the same: nothing is learned from it."""

COLOURS = ("#d1495b", "#1b6ca8", "#2e8b57")
NORMS = "through_time.norms"


def gradients(experiment: Experiment, results: Sequence[RunResult]) -> bytes | None:
    """Return the gradient over the steps, a panel for each setting; ``None`` if no run has it."""
    seen = [r for r in results if NORMS in r.extra]
    names = {r.key.setting for r in seen}
    shown = [s.name for s in experiment.settings if s.name in names]
    if not shown:
        return None
    rows = math.ceil(len(shown) / COLUMNS)
    figure, axes = plt.subplots(
        rows, COLUMNS, figsize=(11, 2.0 * rows + 0.5), sharey=True, squeeze=False
    )
    for axis in axes.flat[len(shown) :]:
        axis.set_visible(False)
    for axis, name in zip(axes.flat, shown, strict=False):
        own = [r.extra[NORMS] for r in seen if r.key.setting == name]
        axis.set_title(name, fontsize=8, loc="left")
        axis.set_yscale("log")
        axis.set_ylim(*SHOWN)
        axis.tick_params(labelsize=7)
        axis.grid(alpha=0.25)
        axis.axhline(1, color="#8a8f98", linewidth=0.8)
        for row, style in enumerate(("--", "-")):
            curve = _median([norms[row] for norms in own if len(norms) > row])
            if curve is not None:
                axis.plot(np.arange(1, len(curve) + 1), curve, style, color="#1b6ca8",
                          linewidth=1.3)  # fmt: skip
        axis.set_xlabel("$t$", fontsize=7)
    return as_png(figure)


def _median(norms: Sequence[np.ndarray]) -> np.ndarray | None:
    """Return the median over seeds, of those that have a gradient at the last step."""
    with np.errstate(all="ignore"):
        found = [row / row[-1] for row in norms if row[-1] > 0 and np.isfinite(row).all()]
    return np.median(found, axis=0) if found else None


def by_length(experiment: Experiment, results: Sequence[RunResult]) -> bytes | None:
    """Return the test accuracy over the length of the sequences; ``None`` where there is one."""
    settings = [s for s in experiment.settings if "length" in s.options]
    if not settings:
        return None
    figure, axis = plt.subplots(figsize=(6.5, 3.4))
    layers = list(dict.fromkeys(s.network for s in settings))
    lengths = sorted({s.options["length"] for s in settings})
    for place, (layer, colour) in enumerate(zip(layers, COLOURS, strict=False)):
        aside = 1 + 0.06 * (place - (len(layers) - 1) / 2)  # so that dots do not hide each other
        means = []
        for length in lengths:
            values = _accuracies(settings, results, layer, length)
            means.append(float(np.mean(values)) if values else math.nan)
            axis.plot([length * aside] * len(values), values, "o", color=colour, markersize=4,
                      alpha=0.45)  # fmt: skip
        label = layer.rpartition(".")[2]
        axis.plot(np.array(lengths) * aside, means, color=colour, linewidth=1.6, label=label)
    axis.set_xscale("log")
    axis.set_xticks(lengths, [str(length) for length in lengths])
    axis.minorticks_off()
    axis.set_ylim(0, 1.03)
    axis.set_xlabel("$T$")
    axis.grid(alpha=0.25)
    axis.legend(frameon=False, fontsize=8)
    return as_png(figure)


def _accuracies(
    settings: Sequence[Setting], results: Sequence[RunResult], layer: str, length: int
) -> list[float]:
    names = {s.name for s in settings if (s.network, s.options["length"]) == (layer, length)}
    return [
        r.final["test_accuracy"]
        for r in results
        if r.key.setting in names and r.key.framework == "numpy"
    ]
