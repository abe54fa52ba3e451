"""What runs keep to be seen: points, images, tables and numbers over the steps.

One picture has a row for each setting. Points and tables stand from left to right as the steps go,
NumPy's; then the last ones of the other frameworks, of the same seed. See
:mod:`parity.experiments.training.courses` for how they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager

from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment, Setting
from reports.experiments.pictures.curves import COLOURS, STYLES
from reports.experiments.pictures.style import as_png
from reports.run.words import FRAMEWORK_NAMES

JAPANESE = ("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "IPAexGothic")
WIDTH, POINTS = 11.0, 2.2
CLASSES = "tab10"
CELL = 0.3
"""Cells that are so wide, in inches, have their numbers written in them."""

ALIKE = 5.0
"""Series whose sizes differ by more than this factor have scales of their own."""

ABOVE = {"table": "\n", "images": ": "}
"""Kinds whose rows may be too low for words at their side: the title stands above, with this."""

WINDOWS = 50
"""Of so many parts of the steps the mean loss is drawn."""


@dataclass(frozen=True)
class Panel:
    """One panel: its heading, and of which run's ``extra`` it shows the array at ``frame``.

    ``exact`` is what it shows instead where there is something exact to compare with.
    """

    heading: str
    result: RunResult
    frame: int
    exact: np.ndarray | None = None


def picture(
    experiment: Experiment, results: Sequence[RunResult], name: str, language: str
) -> bytes | None:
    """Return the picture of what is called ``name`` in the runs; ``None`` if no run has it.

    Args:
        experiment: gives the settings' order and titles.
        results: the runs; the first seed of each setting is shown.
        name: such as ``points.generated``.
        language: of the titles; a setting's name where no font has Japanese.
    """
    kind, _, what = name.partition(".")
    rows = [(s, own) for s in experiment.settings if (own := _first_seed(s, results, name))]
    if not rows:
        return None
    with plt.rc_context({"font.family": [*_font(language), "DejaVu Sans"]}):
        if kind == "series":
            return _series(rows, results, what, language)
        return _grid(rows, kind, what, language)


def _first_seed(setting: Setting, results: Sequence[RunResult], name: str) -> list[RunResult]:
    """Return the runs of the first seed, a framework each, that have something of this name."""
    found: dict[str, RunResult] = {}
    for r in results:
        if r.key.setting == setting.name and name in r.extra:
            kept = found.get(r.key.framework)
            if kept is None or r.key.seed < kept.key.seed:
                found[r.key.framework] = r
    return [found[framework] for framework in FRAMEWORK_NAMES if framework in found]


@cache
def _japanese() -> tuple[str, ...]:
    known = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(name for name in JAPANESE if name in known)[:1]


def _font(language: str) -> list[str]:
    return list(_japanese()) if language == "ja" else []


def _titled(setting: Setting, language: str) -> str:
    return setting.name if language == "ja" and not _japanese() else setting.title[language]


def _panels(kind: str, what: str, runs: Sequence[RunResult]) -> list[Panel]:
    names = [FRAMEWORK_NAMES[r.key.framework] for r in runs]
    if kind == "images":
        return [Panel(heading, r, 0) for heading, r in zip(names, runs, strict=True)]
    arrays = runs[0].extra[f"{kind}.{what}"]
    steps = runs[0].extra.get(f"steps.{what}", np.arange(len(arrays)))
    if len(arrays) == 1:
        first = [Panel(names[0], runs[0], 0)]
    else:
        first = [Panel(f"{step:g}", runs[0], k) for k, step in enumerate(steps)]
        first[0] = Panel(f"{names[0]}  {first[0].heading}", runs[0], 0)
    last = f"  {steps[-1]:g}" if len(arrays) > 1 else ""
    others = zip(names[1:], runs[1:], strict=True)
    found = first + [Panel(heading + last, r, len(arrays) - 1) for heading, r in others]
    exact = runs[0].extra.get(f"exact.{what}")
    return found if exact is None else [*found, Panel("V*", runs[0], 0, exact)]


def _grid(
    rows: Sequence[tuple[Setting, Sequence[RunResult]]], kind: str, what: str, language: str
) -> bytes:
    panels = [_panels(kind, what, runs) for _, runs in rows]
    columns = max(map(len, panels))
    shapes = [runs[0].extra[f"{kind}.{what}"].shape for _, runs in rows]
    wide = WIDTH / columns
    if kind == "images":  # each as high as its tiles say
        heights = [wide * s[0] * s[2] / (s[1] * s[3]) for s in shapes]
    elif kind == "table":
        heights = [wide * min(1.3, s[1] / s[2]) for s in shapes]
    else:
        heights = [min(wide, 4.2)] * len(rows)
    figure, axes = plt.subplots(
        len(rows), columns, squeeze=False, figsize=(WIDTH, sum(heights) + 0.32 * len(rows)),
        gridspec_kw={"height_ratios": heights},
    )  # fmt: skip
    draw: Callable[..., None] = {"points": _points, "images": _images, "table": _table}[kind]
    for (setting, runs), own, row in zip(rows, panels, axes, strict=True):
        limits = _frame(what, runs) if kind == "points" else _limits(kind, what, runs)
        for axis in row[len(own) :]:
            axis.set_visible(False)
        for panel, axis in zip(own, row, strict=False):
            draw(axis, panel, what, limits)
            heading = panel.heading
            if kind in ABOVE and axis is row[0] and len(rows) > 1:
                heading = f"{_titled(setting, language)}{ABOVE[kind]}{heading}"
            axis.set_title(heading, fontsize=9, loc="left", pad=3)
            axis.tick_params(labelsize=7, labelleft=axis is row[0])
        if len(rows) > 1 and kind not in ABOVE:
            row[0].set_ylabel(_titled(setting, language), fontsize=9)
    return as_png(figure)


def _limits(kind: str, what: str, runs: Sequence[RunResult]) -> tuple[float, float]:
    """Return the least and the largest number of a row: all its panels have one scale."""
    arrays = [r.extra[f"{kind}.{what}"] for r in runs]
    arrays += [r.extra[f"exact.{what}"] for r in runs if f"exact.{what}" in r.extra]
    numbers = np.concatenate([array[np.isfinite(array)] for array in arrays])
    return float(numbers.min()), float(numbers.max())


def _frame(what: str, runs: Sequence[RunResult]) -> tuple[np.ndarray, float]:
    """Return the middle (2,) of a row's points, and how far they reach, but for a few far out."""
    arrays = [r.extra[f"points.{what}"].reshape(-1, 2) for r in runs]
    arrays += [r.extra[f"truth.{what}"] for r in runs if f"truth.{what}" in r.extra]
    points = np.concatenate(arrays)
    low, high = np.quantile(points[np.isfinite(points).all(axis=1)], [0.01, 0.99], axis=0)
    return (low + high) / 2, 0.58 * float((high - low).max())


def _points(axis: plt.Axes, panel: Panel, what: str, frame: tuple[np.ndarray, float]) -> None:
    (x_middle, y_middle), reach = frame
    extra = panel.result.extra
    points = extra[f"points.{what}"][panel.frame]
    if f"truth.{what}" in extra:
        axis.plot(*extra[f"truth.{what}"].T, ".", color="#c9ced6", markersize=POINTS - 1)
    if f"classes.{what}" in extra:
        classes = extra[f"classes.{what}"]
        colours = plt.get_cmap(CLASSES)
        for c in np.unique(classes):
            own = points[classes == c]
            axis.plot(*own.T, ".", color=colours(int(c) % 10), markersize=POINTS, alpha=0.7)
            x, y = (float(place) for place in np.median(own, axis=0))
            axis.text(x, y, f"{c:g}", fontsize=9, ha="center", va="center", weight="bold",
                      bbox={"boxstyle": "circle,pad=0.15", "facecolor": "white",
                            "edgecolor": colours(int(c) % 10)})  # fmt: skip
    else:
        axis.plot(*points.T, ".", color="#1b6ca8", markersize=POINTS, alpha=0.7)
    axis.set_xlim(x_middle - reach, x_middle + reach)
    axis.set_ylim(y_middle - reach, y_middle + reach)
    axis.set_aspect("equal")


def _images(axis: plt.Axes, panel: Panel, what: str, limits: tuple[float, float]) -> None:
    """Lay the images out as tiles: ink is dark, so that a dark page can turn them around."""
    rows, columns, height, width = (images := panel.result.extra[f"images.{what}"]).shape
    sheet = np.zeros((rows * (height + 1) + 1, columns * (width + 1) + 1))
    for i, row in enumerate(images):
        for j, image in enumerate(row):
            y, x = 1 + i * (height + 1), 1 + j * (width + 1)
            sheet[y : y + height, x : x + width] = image
    axis.imshow(sheet, cmap="Greys", vmin=0, vmax=1, interpolation="nearest")
    axis.set_xticks([])
    axis.set_yticks([])
    for side in axis.spines.values():
        side.set_color("#c9ced6")


def _table(axis: plt.Axes, panel: Panel, what: str, limits: tuple[float, float]) -> None:
    cells = panel.result.extra[f"table.{what}"][panel.frame] if panel.exact is None else panel.exact
    low, high = limits
    axis.imshow(np.ma.masked_invalid(cells), cmap="Blues", vmin=low, vmax=high)
    axis.set_xticks([])
    axis.set_yticks([])
    if axis.get_position().width * WIDTH < CELL * cells.shape[1]:
        return
    for (i, j), value in np.ndenumerate(cells):
        if np.isfinite(value):
            dark = value - low > 0.6 * (high - low)
            axis.text(j, i, f"{value:.3g}", ha="center", va="center", fontsize=5,
                      color="white" if dark else "black")  # fmt: skip


def _series(
    rows: Sequence[tuple[Setting, Sequence[RunResult]]],
    results: Sequence[RunResult],
    what: str,
    language: str,
) -> bytes:
    """Return a panel for each setting: the mean over the seeds, and from least to largest."""
    columns = min(3, len(rows))
    lines = -(-len(rows) // columns)
    sizes = [np.abs(runs[0].extra[f"series.{what}"]).max() for _, runs in rows]
    figure, axes = plt.subplots(
        lines, columns, squeeze=False, sharey=max(sizes) <= ALIKE * min(sizes),
        figsize=(WIDTH, 2.2 * lines + 0.5),
    )  # fmt: skip
    for axis in axes.flat[len(rows) :]:
        axis.set_visible(False)
    for axis, (setting, _) in zip(axes.flat, rows, strict=False):
        axis.set_title(_titled(setting, language), fontsize=8, loc="left")
        axis.tick_params(labelsize=7)
        axis.grid(alpha=0.25)
        found = {
            framework: [
                r.extra
                for r in results
                if (r.key.setting, r.key.framework) == (setting.name, framework)
                and f"series.{what}" in r.extra
            ]
            for framework in STYLES
        }
        for framework, (style, width, alpha) in STYLES.items():
            own = found[framework]
            # The mean of fewer seeds would be another one, with or without a difference.
            if not own or len(own) < max(map(len, found.values())):
                continue
            table = np.array([extra[f"series.{what}"] for extra in own])
            steps = own[0].get(f"steps.{what}", np.arange(1, table.shape[1] + 1))
            colour = COLOURS[framework]
            if framework == "numpy" and len(own) > 1:
                axis.fill_between(steps, table.min(axis=0), table.max(axis=0), color=colour,
                                  alpha=0.15, linewidth=0)  # fmt: skip
            axis.plot(steps, table.mean(axis=0), style, color=colour, linewidth=width, alpha=alpha,
                      label=FRAMEWORK_NAMES[framework])  # fmt: skip
    axes.flat[0].legend(fontsize=7, frameon=False)
    return as_png(figure)


def both_losses(experiment: Experiment, results: Sequence[RunResult]) -> bytes | None:
    """Return both losses of the runs that have two, NumPy's first seed; ``None`` without any."""
    shown = []
    for setting in experiment.settings:
        own = [r for r in results if (r.key.setting, r.key.framework) == (setting.name, "numpy")]
        if own and "losses.generator" in own[0].extra:
            shown.append((setting, min(own, key=lambda r: r.key.seed)))
    if not shown:
        return None
    columns = min(3, len(shown))
    lines = -(-len(shown) // columns)
    figure, axes = plt.subplots(lines, columns, squeeze=False, figsize=(WIDTH, 2.2 * lines + 0.5))
    for axis in axes.flat[len(shown) :]:
        axis.set_visible(False)
    for axis, (setting, result) in zip(axes.flat, shown, strict=False):
        axis.set_title(result.key.setting, fontsize=8, loc="left")
        axis.tick_params(labelsize=7)
        axis.grid(alpha=0.25)
        for label, losses, colour in (
            ("$L_D$", result.losses, "#1b6ca8"),
            ("$L_G$", result.extra["losses.generator"], "#d1495b"),
        ):
            windows = np.array_split(losses, min(WINDOWS, len(losses)))
            ends = np.cumsum([len(window) for window in windows])
            axis.plot(ends, [window.mean() for window in windows], ".-", color=colour,
                      linewidth=1.2, markersize=3, label=label)  # fmt: skip
        sign = -1 if setting.config.get("form") == "minimax" else 1
        for level in (np.log(4), sign * np.log(2)):
            axis.axhline(level, color="#8a8f98", linewidth=0.8, linestyle=":")
        axis.legend(fontsize=7, frameon=False)
    return as_png(figure)
