"""A chart: a rectangle of a sheet in which data are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Bbox, TransformedBbox
from numpy.typing import ArrayLike

from reports.site.drawing.sheet import C1, DASHES, QUIET, SERIES, SOFT, Box, Sheet, Word, number


class Chart:
    """A rectangle of a sheet in which data are drawn, x and y linear."""

    def __init__(
        self,
        sheet: Sheet,
        box: Box,
        x: tuple[float, float],
        y: tuple[float, float],
    ) -> None:
        self.sheet, self.box, self.x_range, self.y_range = sheet, box, x, y

    def px(self, x: ArrayLike) -> np.ndarray:
        """Return the pixels of x."""
        left, _, width, _ = self.box
        low, high = self.x_range
        return left + (np.asarray(x, dtype=float) - low) / (high - low) * width

    def py(self, y: ArrayLike) -> np.ndarray:
        """Return the pixels of y."""
        _, top, _, height = self.box
        low, high = self.y_range
        return top + (high - np.asarray(y, dtype=float)) / (high - low) * height

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point."""
        return float(self.px(x)), float(self.py(y))

    def frame(
        self,
        x_ticks: Sequence[float] | dict[float, Word] = (),
        y_ticks: Sequence[float] | dict[float, Word] = (),
        x_label: Word = "",
        title: Word = "",
        grid: bool = True,
    ) -> None:
        """Draw the axes, a thin line at each tick of y, the names of both axes."""
        left, top, width, height = self.box
        right, bottom = left + width, top + height
        xs, ys = _ticks(x_ticks), _ticks(y_ticks)
        if grid:
            lines = [[(left, float(self.py(v))), (right, float(self.py(v)))] for v in ys]
            self.sheet.segments(lines, QUIET, 0.4)
        self.sheet.segments([[(left, top), (left, bottom), (right, bottom)]], QUIET, 1.0)
        for v, word in xs.items():
            self.sheet.text(float(self.px(v)), bottom + 10, word, 10, QUIET, "middle")
        for v, word in ys.items():
            self.sheet.text(left - 5, float(self.py(v)), word, 10, QUIET, "end")
        if x_label:
            self.sheet.text(left + width / 2, bottom + 24, x_label, 11, anchor="middle")
        if title:
            self.sheet.text(left, top - 12, title)

    def line(
        self,
        x: ArrayLike,
        y: ArrayLike,
        series: int = 0,
        colour: str = "",
        width: float = 2.2,
        dash: Sequence[float] | None = None,
        clip: bool = False,
    ) -> None:
        """Draw a line; a NaN breaks it."""
        (drawn,) = self.sheet.plane.plot(
            self.px(x),
            self.py(y),
            color=colour or SERIES[series],
            linewidth=width,
            solid_capstyle="butt",
            dash_capstyle="butt",
            clip_on=clip,
        )
        dash = DASHES[series] if dash is None else dash
        if dash:
            drawn.set_linestyle((0, tuple(v / width for v in dash)))
        if clip:
            left, top, w, h = self.box
            box = Bbox.from_extents(left - 1, top - 1, left + w + 1, top + h + 1)
            drawn.set_clip_box(TransformedBbox(box, self.sheet.plane.transData))

    def area(self, x: ArrayLike, y: ArrayLike, colour: str = SOFT, opacity: float = 1.0) -> None:
        """Fill between a line and the bottom of the chart."""
        bottom = self.box[1] + self.box[3]
        xs, ys = self.px(x), self.py(y)
        points = [(xs[0], bottom), *zip(xs, ys, strict=True), (xs[-1], bottom), (xs[0], bottom)]
        codes: list[Any] = [Path.MOVETO, *[Path.LINETO] * (len(points) - 2), Path.CLOSEPOLY]
        self.sheet.path(points, codes, colour, opacity=opacity)

    def dots(
        self,
        x: ArrayLike,
        y: ArrayLike,
        colour: str = C1,
        radius: float = 3,
        hollow: bool = False,
    ) -> None:
        """Draw dots at points."""
        points = zip(np.atleast_1d(self.px(x)), np.atleast_1d(self.py(y)), strict=True)
        self.sheet.dots(list(points), colour, radius, hollow)

    def bars(
        self,
        values: Sequence[float] | np.ndarray,
        colour: str = C1,
        share: float = 0.7,
        shift: float = 0.0,
        written: Callable[[float], str] | None = None,
        opacity: float = 1.0,
        edge: str = "none",
    ) -> None:
        """Draw a bar at 0, 1, 2, ...; ``share`` is its width, ``written`` the number at it."""
        zero = float(self.py(0))
        boxes = []
        for i, v in enumerate(values):
            left, right = self.px(i + shift - share / 2), self.px(i + shift + share / 2)
            end = float(self.py(v))
            boxes.append((float(left), min(zero, end), float(right - left), abs(end - zero)))
            if written:
                y = end - 7 if v >= 0 else end + 8
                self.sheet.text(float(self.px(i + shift)), y, written(v), 9.5, anchor="middle")
        self.sheet.boxes(boxes, colour, edge, opacity)


def _ticks(ticks: Sequence[float] | dict[float, Word]) -> dict[float, Word]:
    return dict(ticks) if isinstance(ticks, dict) else {v: number(v) for v in ticks}
