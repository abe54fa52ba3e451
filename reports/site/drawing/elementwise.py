"""The figure of a layer that works element by element: y and its derivative over x."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numpy_impl.layer import Layer
from parity.describing.concept import Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, WIDTH, Drawing, Sheet


def curves(layer: Layer, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return y, and dy/dx as the backward pass gives it."""
    y = layer.forward(x)
    return y, layer.backward(np.ones_like(x))


def draw(
    layer: Layer,
    caption: Text,
    alternative: Text,
    y_range: tuple[float, float] | None = None,
    y_ticks: Sequence[float] | None = None,
    reach: float = 4.0,
    kink: bool = False,
) -> Drawing:
    """Draw y and dy/dx from -reach to reach; with a kink, what holds at 0 itself as dots."""
    half = np.linspace(0, reach, 41)[1:]
    if kink:
        x = np.concatenate([-half[::-1], [-1e-9], [np.nan], [1e-9], half])
    else:
        x = np.concatenate([-half[::-1], [0.0], half])
    known = np.isfinite(x)
    y, slope = np.full_like(x, np.nan), np.full_like(x, np.nan)
    y[known], slope[known] = curves(layer, x[known])
    if y_range is None:
        both = np.concatenate([y[known], slope[known]])
        margin = 0.06 * (both.max() - both.min() or 1)
        y_range = (float(both.min() - margin), float(both.max() + margin))
    if y_ticks is None:
        y_ticks = [v for v in (-4, -2, -1, 0, 1, 2, 4) if y_range[0] <= v <= y_range[1]]
    sheet = Sheet(236)
    chart = Chart(sheet, (34, 30, WIDTH - 46, 164), (-reach, reach), y_range)
    ticks = [v for v in (-6, -4, -2, 0, 2, 4, 6) if abs(v) <= reach]
    chart.frame(ticks, y_ticks, "x")
    sheet.segments([[chart.at(0, y_range[0]), chart.at(0, y_range[1])]], width=0.4)
    chart.line(x, y, 0)
    chart.line(x, slope, 1)
    if kink:
        at_y, at_slope = curves(layer, np.zeros(1))
        chart.dots([0.0], at_slope, C2, 3.2)
        chart.dots([0.0], at_y, C1, 3.2)
    sheet.legend(
        34, 12, [(Text("output y", "出力 y"), 0), (Text("derivative dy/dx", "微分 dy/dx"), 1)]
    )
    return Drawing(sheet, caption, alternative)
