"""``bench.png``: the benchmark's chart."""

from __future__ import annotations

import io
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from reports.bench.rows import by_work, columns_in
from reports.bench.words import name_of

COLOURS = {
    "numpy": "#b2182b",
    "taught": "#bbbbbb",
    "torch": "#333333",
    "torch_channels_last": "#6b8fc4",
    "keras": "#d98c3f",
}


def as_bench_png(data: dict[str, Any]) -> bytes:
    """Return the chart of ``data`` as a PNG file: ratios to PyTorch, or times if it is missing."""
    works = by_work(data)
    columns = columns_in(data)
    with_ratio = any(row["ratio_to_torch"] is not None for row in data["rows"])
    keys = ("ratio_to_torch", "ratio_low", "ratio_high")
    value, low, high = keys if with_ratio else ("median_ms", "low_ms", "high_ms")
    body = 0.29 * max(len(works), 2)
    width, left, top, foot = 10.0, 3.15, 0.75, 0.55  # inches
    height = top + body + foot
    figure = Figure(figsize=(width, height), dpi=110)
    axes = figure.add_axes(
        (left / width, foot / height, (width - left - 0.25) / width, body / height)
    )
    axes.set_xscale("log")
    for place, column in enumerate(columns):
        shift = 0.13 * (place - (len(columns) - 1) / 2)
        shown = [
            (i + shift, rows[column])
            for i, rows in enumerate(works.values())
            if column in rows and rows[column][value] is not None
        ]
        colour = COLOURS[column]
        axes.plot(
            [row[value] for _, row in shown], [y for y, _ in shown], linestyle="none",
            marker="o", markersize=6.5 if column == "numpy" else 4.5, color=colour,
            label=name_of(column), zorder=4 if column == "numpy" else 3,
        )  # fmt: skip
        for y, row in shown:
            axes.plot([row[low], row[high]], [y, y], color=colour, linewidth=1.3, zorder=2)
    if with_ratio:
        axes.axvline(1, color=COLOURS["torch"], linewidth=0.8, zorder=1)
    axes.set_yticks(range(len(works)), list(works), fontsize=8)
    axes.set_ylim(max(len(works), 1) - 0.5, -0.5)
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="x", labelsize=8)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.8)
    axes.set_axisbelow(True)
    for i in range(1, len(works)):
        axes.axhline(i - 0.5, color="#f0f0f0", linewidth=0.8, zorder=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    if columns:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1), ncols=len(columns), frameon=False, fontsize=8,
            handletextpad=0.1, columnspacing=1.2,
        )  # fmt: skip
    axes.set_xlabel(
        "time relative to PyTorch in its default layout (log scale; left is faster)"
        if with_ratio
        else "median time in ms (log scale)",
        fontsize=8.5,
    )
    threads = data["method"]["threads"]
    figure.suptitle(
        f"The same work on the same {threads} thread{'s' if threads != 1 else ''}: medians, and "
        f"the spread {'of the rounds' if with_ratio else 'from quartile to quartile'}",
        fontsize=11,
        y=1 - 0.12 / height,
        va="top",
    )
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
