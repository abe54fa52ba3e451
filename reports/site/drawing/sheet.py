"""A sheet to draw figures on: one set of axes in the picture's own pixels, on matplotlib.

Colours are stand-ins that :mod:`reports.site.drawing.markup` replaces by the page's variables.
Texts are drawn as keys, so that one drawing serves both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import ArrayLike

from parity.describing.concept import Text

WIDTH = 440
"""Of every sheet, in pixels: a text of size 11 is still 8.5 px high on a phone's 340."""

INK, QUIET, PAPER = "#000001", "#000002", "#000003"
C1, C2, C3, C4 = "#000011", "#000012", "#000013", "#000014"
SOFT = "#000021"
SERIES = (C1, C2, C3, C4)
DASHES = ((), (6, 3), (2, 2), (7, 2, 2, 2))
"""A dash for each series: colours alone do not tell them apart for everybody."""

VARIABLES = {
    INK: "--ink",
    QUIET: "--quiet",
    PAPER: "--paper",
    C1: "--c1",
    C2: "--c2",
    C3: "--c3",
    C4: "--c4",
    SOFT: "--c1-soft",
}

Word = str | Text
"""What is written: a text, or symbols that are the same in both languages."""
Box = tuple[float, float, float, float]
"""left, top, width, height."""


@dataclass(frozen=True)
class Drawing:
    """A finished sheet, and what is said about it."""

    sheet: Sheet
    caption: Text
    alternative: Text


def breadth(word: Word, size: float) -> float:
    """Return how wide a word is at most, about, in the wider of its languages."""
    versions = [word] if isinstance(word, str) else [word.en, word.ja]
    return max(sum(1.0 if ord(c) > 0x2E80 else 0.56 for c in v) for v in versions) * size


def number(value: float, digits: int = 3) -> str:
    """Return a number as it is written in figures: short, with a true minus sign."""
    text = f"{value:.{digits}g}" if abs(value) < 10 ** max(digits, 3) else f"{value:,.0f}"
    if "e" in text:
        text = f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e")
    return "0" if text in ("-0", "0") else text.replace("-", "−")


def power(exponent: int) -> str:
    """Return 10 to an integer's power."""
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def times(shape: Iterable[int]) -> str:
    """Return a shape as 3×28×28."""
    return "×".join(str(n) for n in shape)


class Sheet:
    """A white sheet, :data:`WIDTH` wide; x goes to the right and y down, in pixels."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        self.words: list[Text] = []
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self.figure.patch.set_visible(False)
        self.plane = self.figure.add_axes((0, 0, 1, 1))
        self.plane.set_axis_off()
        self.plane.set_xlim(0, width)
        self.plane.set_ylim(height, 0)
        self.plane.set_autoscale_on(False)

    def key(self, word: Word) -> str:
        """Return what stands for a word in the drawing."""
        if isinstance(word, str):
            return word
        if word not in self.words:
            self.words.append(word)
        return f"@{self.words.index(word)}@"

    def text(
        self,
        x: float,
        y: float,
        word: Word,
        size: float = 11,
        colour: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """Write a word; y is the middle of its line, ``anchor`` start, middle or end.

        Raises:
            ValueError: if it would leave the sheet.
        """
        wide = breadth(word, size)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        if left < -4 or left + wide > self.width + 4 or not 0 <= y <= self.height:
            raise ValueError(f"{word} leaves the sheet: from {left:.0f} to {left + wide:.0f}.")
        self.plane.text(
            x,
            y + 0.36 * size,
            self.key(word),
            fontsize=size,
            color=colour,
            ha={"start": "left", "middle": "center", "end": "right"}[anchor],
            va="baseline",
            weight="bold" if bold else "normal",
            parse_math=False,
        )

    def path(
        self,
        vertices: Sequence[tuple[float, float]],
        codes: Sequence[Any],
        fill: str = "none",
        edge: str = "none",
        opacity: float | None = None,
        width: float = 1.0,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw a path; the opacity is of the fill alone."""
        face = fill if opacity is None or fill == "none" else _rgba(fill, opacity)
        self.plane.add_artist(  # add_patch would follow its outline to find how far it reaches
            PathPatch(
                Path(np.asarray(vertices, dtype=float), codes),
                facecolor=face,
                edgecolor=edge,
                linewidth=width,
                linestyle=(0, tuple(dash)) if dash else "solid",
                joinstyle="round",
                clip_on=False,
            )
        )

    def boxes(
        self,
        boxes: Iterable[Box],
        fill: str = "none",
        edge: str = "none",
        opacity: float | None = None,
        width: float = 1.0,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw rectangles, all alike, as one path."""
        vertices: list[tuple[float, float]] = []
        for left, top, w, h in boxes:
            right, bottom = left + w, top + h
            vertices += [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        if vertices:
            one: list[Any] = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
            codes = one * (len(vertices) // 5)
            self.path(vertices, codes, fill, edge, opacity, width, dash)

    def segments(
        self,
        segments: Iterable[Sequence[tuple[float, float]]],
        colour: str = QUIET,
        width: float = 1.0,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw lines through points, all alike, as one path."""
        vertices: list[tuple[float, float]] = []
        codes: list[Any] = []
        for points in segments:
            vertices += points
            codes += [Path.MOVETO, *[Path.LINETO] * (len(points) - 1)]
        if vertices:
            self.path(vertices, codes, edge=colour, width=width, dash=dash)

    def arrow(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str = INK,
        width: float = 1.5,
        dash: Sequence[float] = (),
        head: float = 6,
    ) -> None:
        """Draw an arrow from ``start`` to ``end``."""
        (x0, y0), (x1, y1) = start, end
        length = float(np.hypot(x1 - x0, y1 - y0))
        if length == 0:
            return
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        bx, by = x1 - head * dx, y1 - head * dy
        self.segments([[start, (bx, by)]], colour, width, dash)
        side = head / 2.2
        tip = [(x1, y1), (bx - side * dy, by + side * dx), (bx + side * dy, by - side * dx)]
        codes: list[Any] = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
        self.path([*tip, tip[0]], codes, fill=colour)

    def dots(
        self,
        points: Iterable[tuple[float, float]],
        colour: str = INK,
        radius: float = 3,
        hollow: bool = False,
    ) -> None:
        """Draw round dots, all alike."""
        circle = Path.circle(radius=radius)
        vertices: list[tuple[float, float]] = []
        codes: list[Any] = []
        for x, y in points:
            vertices += [(x + dx, y + dy) for dx, dy in np.asarray(circle.vertices)]
            codes += list(np.asarray(circle.codes))
        if vertices:
            self.path(vertices, codes, PAPER if hollow else colour, colour, width=1.5)

    def legend(
        self, x: float, y: float, entries: Iterable[tuple[Word, int]], size: float = 11
    ) -> float:
        """Write, beside each other, a piece of each series' line and its name; return the end."""
        for word, series in entries:
            self.segments([[(x, y), (x + 22, y)]], SERIES[series], 2.2, DASHES[series])
            self.text(x + 27, y, word, size)
            x += 27 + breadth(word, size) + 14
        return x

    def grid(
        self,
        left: float,
        top: float,
        values: ArrayLike,
        cell: float | tuple[float, float] = 24,
        style: Callable[[int, int], tuple[str, float] | None] | None = None,
        written: Callable[[float], str] | None = number,
        title: Word = "",
        size: float = 11,
        strong: Callable[[int, int], bool] | None = None,
    ) -> Box:
        """Draw a matrix as cells with numbers in them, the title above it; return its box.

        ``style`` gives a cell's (colour, opacity), ``strong`` whether its number is bold.
        """
        rows = np.atleast_2d(np.asarray(values))
        height, width = rows.shape
        w, h = cell if isinstance(cell, tuple) else (cell, cell)
        fills: dict[tuple[str, float], list[Box]] = {}
        for i, j in np.ndindex(height, width):
            if style and (look := style(i, j)):
                fills.setdefault(look, []).append((left + j * w, top + i * h, w, h))
        for (colour, opacity), boxes in fills.items():
            self.boxes(boxes, colour, opacity=opacity)
        right, bottom = left + width * w, top + height * h
        across = [[(left, top + i * h), (right, top + i * h)] for i in range(height + 1)]
        down = [[(left + j * w, top), (left + j * w, bottom)] for j in range(width + 1)]
        self.segments([*across, *down], QUIET, 0.75)
        if written:
            for i, j in np.ndindex(height, width):
                x, y = left + (j + 0.5) * w, top + (i + 0.5) * h
                bold = strong is not None and strong(i, j)
                self.text(x, y, written(float(rows[i, j])), size, anchor="middle", bold=bold)
        if title:
            self.text(left, top - 11, title)
        return left, top, width * w, height * h

    def node(
        self,
        x: float,
        y: float,
        word: Word,
        below: Word = "",
        width: float = 84,
        height: float = 32,
        fill: str = "none",
        opacity: float | None = None,
        size: float = 10.5,
    ) -> None:
        """Draw a box with a name, and a smaller line under it; (x, y) is its middle."""
        self.boxes([(x - width / 2, y - height / 2, width, height)], fill, INK, opacity, 1.0)
        shift = 7 if below else 0
        self.text(x, y - shift, word, size, anchor="middle")
        if below:
            self.text(x, y + shift, below, size - 1, QUIET, anchor="middle")


def _rgba(colour: str, opacity: float) -> tuple[float, float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, opacity
