"""``parity.png``: the matrix of agreement as a heat map.

``python -m reports.run.heatmap RESULTS PICTURE`` draws the one of the READMEs, which has a row for
each group of concepts, from the ``results.json`` of a run.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from reports.run.markdown import counts_of
from reports.run.matrix import (
    PAIRS,
    ROLES,
    agreement,
    by_group,
    concept_names,
    exact_agreement,
    failures,
)

LEVELS = [0, 11, 12, 13, 14, 15, 16.5]
COLOURS = ["#b2182b", "#fddbc7", "#e0ecf4", "#9ebcda", "#6b8fc4", "#3b5998"]
ROLE_TITLES = {"forward": "forward", "gradient": "gradients", "state": "state", "steps": "steps"}
PAIR_TITLES = {
    ("numpy", "torch"): "NumPy – PyTorch",
    ("numpy", "keras"): "NumPy – Keras",
    ("torch", "keras"): "PyTorch – Keras",
    ("numpy", "differences"): "finite diff.",
}
WIDTH, LEFT, RIGHT = 10.0, 2.15, 0.6  # inches
DPI = 110
TITLE, HEADER, FOOT, ROW = 0.62, 0.55, 0.1, 0.235


def as_png(results: dict[str, Any]) -> bytes:
    """Return the heat map of ``results`` (the content of ``results.json``) as a PNG file."""
    columns = [
        (left, right, role)
        for left, right in PAIRS
        for role in ROLES
        if right != "differences" or role == "gradient"
    ]
    names = concept_names(results)
    known = agreement(results)
    digits = np.array(
        [[known.get((name, *column), np.nan) for column in columns] for name in names]
    ).reshape(len(names), len(columns))
    exact = exact_agreement(results)
    wrong = {
        (row["concept"], row["left"], row["right"], row["role"])
        for row in failures(results)
        if row["verdict"] != "skipped"
    }
    for i, name in enumerate(names):
        for j, column in enumerate(columns):
            if (name, *column) in wrong:
                digits[i, j] = np.nan
    body = ROW * max(len(names), 1)
    height = TITLE + HEADER + body + FOOT
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    across = (WIDTH - LEFT - RIGHT) / WIDTH
    axes = figure.add_axes((LEFT / WIDTH, FOOT / height, across, body / height))
    cmap = ListedColormap(COLOURS).with_extremes(bad="#f4f4f4")
    norm = BoundaryNorm(LEVELS, len(COLOURS))
    image = axes.imshow(np.ma.masked_invalid(digits), cmap=cmap, norm=norm, aspect="auto")
    labels: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for i, name in enumerate(names):
        for j, column in enumerate(columns):
            if (name, *column) in wrong:
                label = ("differs", "#b2182b")
            elif np.isfinite(digits[i, j]):
                dark = digits[i, j] >= 14 or digits[i, j] < 11
                label = (f"{digits[i, j]:.1f}", "white" if dark else "#222222")
            elif (name, *column) in exact:
                label = ("=", "#3b5998")
            else:
                continue
            labels.setdefault(label, []).append((j, i))
    for (text, colour), places in labels.items():
        _write(axes, text, colour, places)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_xticks(range(len(columns)), [ROLE_TITLES[c[2]] for c in columns], fontsize=8)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xticks(np.arange(len(columns) - 1) + 0.5, minor=True)
    axes.set_yticks(np.arange(max(len(names) - 1, 0)) + 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=1)
    axes.tick_params(which="minor", length=0)
    top = -0.5 - 0.27 / ROW
    for pair in PAIRS:
        own = [j for j, column in enumerate(columns) if column[:2] == pair]
        middle = (own[0] + own[-1]) / 2
        axes.text(
            middle, top, PAIR_TITLES[pair], ha="center", va="bottom", fontsize=9, weight="bold"
        )
        if own[0]:
            axes.axvline(own[0] - 0.5, color="white", linewidth=5)
    groups = {concept["name"]: concept["group"] for concept in results["concepts"]}
    for i in range(1, len(names)):
        if groups[names[i]] != groups[names[i - 1]] != names[i - 1]:
            axes.axhline(i - 0.5, color="white", linewidth=4)
    counts = counts_of(results)
    state = "everything agrees" if results["passed"] else f"{counts['differ']} differ"
    if results.get("unanswered") and not counts["differ"]:
        state = f"no reference for {len(results['unanswered'])} of the concepts"
    figure.suptitle(
        f"Decimal digits of agreement in float64: {state}\n"
        f"{counts['agree']} comparisons agree, {counts['declared']} declared divergences shown · "
        "= equal by definition",
        fontsize=11,
        y=1 - 0.06 / height,
    )
    beside = (1 - 0.85 * RIGHT / WIDTH, FOOT / height, 0.12 / WIDTH, min(body, 2.4) / height)
    bar = figure.colorbar(image, cax=figure.add_axes(beside), ticks=LEVELS[1:-1])
    bar.ax.tick_params(labelsize=7)
    bar.outline.set_visible(False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def main() -> None:
    """Draw the groups of the results that are named first into the file that is named second."""
    results, picture = sys.argv[1:]
    read = json.loads(Path(results).read_text(encoding="utf-8"))
    Path(picture).write_bytes(as_png(by_group(read)))


def _write(axes: Axes, text: str, colour: str, places: list[tuple[int, int]]) -> None:
    """Write one text into many cells at once, which is far faster than a text for each."""
    path = TextPath((0, 0), text, size=10 if text == "=" else 7.5)
    box = path.get_extents()
    middle = Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2)
    axes.add_collection(
        PathCollection(
            [middle.transform_path(path)],
            offsets=places,
            offset_transform=axes.transData,
            transform=Affine2D().scale(DPI / 72),
            facecolors=colour,
            linewidths=0,
        ),
        autolim=False,
    )


if __name__ == "__main__":
    main()
