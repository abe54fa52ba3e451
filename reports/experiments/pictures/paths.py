"""Pictures of optimizers' paths over the contours of a surface."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np

from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment
from parity.experiments.training.paths import of_setting
from parity.experiments.training.surfaces import Surface
from reports.experiments.pictures.style import as_png

LEVELS = 24


def paths(experiment: Experiment, results: Sequence[RunResult]) -> bytes | None:
    """Return a panel for each surface, with every optimizer's path on it; seed 0, NumPy's."""
    settings = {s.name: s for s in experiment.settings if "path" in s.options}
    walked: dict[str, RunResult] = {}
    for result in results:
        if result.key.setting in settings and "path" in result.extra:
            walked.setdefault(result.key.setting, result)
    if not walked:
        return None
    by_surface: dict[str, list[RunResult]] = {}
    surfaces: dict[str, Surface] = {}
    for name, result in walked.items():
        surface, _ = of_setting(settings[name])
        surfaces[surface.name] = surface
        by_surface.setdefault(surface.name, []).append(result)
    figure, axes = plt.subplots(
        1, len(by_surface), figsize=(5.5 * len(by_surface), 4.8), squeeze=False
    )
    for axis, (name, runs) in zip(axes.flat, by_surface.items(), strict=True):
        _panel(axis, surfaces[name], runs)
        axis.set_title(name, fontsize=9, loc="left")
    return as_png(figure)


def _panel(axis: plt.Axes, surface: Surface, runs: Sequence[RunResult]) -> None:
    points = np.concatenate([r.extra["path"] for r in runs])
    points = points[np.isfinite(points).all(axis=1) & (np.abs(points) < 20).all(axis=1)]
    low, high = points.min(axis=0) - 0.5, points.max(axis=0) + 0.5
    x, y = np.meshgrid(np.linspace(low[0], high[0], 160), np.linspace(low[1], high[1], 160))
    z = surface.height(x, y)
    axis.contour(x, y, np.log1p(z - z.min()), levels=LEVELS, colors="#999999", linewidths=0.5)
    for result in runs:
        path = result.extra["path"]
        axis.plot(path[:, 0], path[:, 1], linewidth=1.3, label=result.key.setting)
        axis.plot(*path[-1], "o", markersize=4, color=axis.lines[-1].get_color())
    axis.plot(*runs[0].extra["path"][0], "s", color="black", markersize=5)
    lowest = runs[0].extra["lowest"]
    axis.plot(lowest[0], lowest[1], "*", color="black", markersize=11)
    axis.set_xlim(low[0], high[0])
    axis.set_ylim(low[1], high[1])
    axis.tick_params(labelsize=7)
    axis.legend(fontsize=7, frameon=False)
