"""A question's figure as SVG in the page's own colours, light and dark, with its data in words."""

from __future__ import annotations

import math

from markupsafe import Markup, escape

from parity.describing.text import Text
from parity.questions.asked import Figure

WIDTH, HEIGHT = 440, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 84, 14, 44
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 3")
"""A dash for each row: colours alone do not tell rows apart for everybody."""
COLOURS = ("--c1", "--c2", "--c3", "--c4")
ROWS = Text("{n} rows", "{n} 系列")


def plot(figure: Figure, language: str) -> Markup:
    """Return a figure as SVG; its data are its text alternative."""
    parts = [_axes(figure, language)]
    parts += [_row(figure, i) for i in range(len(figure.lines))]
    return Markup(
        '<figure class="plot-asked"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
        "</figure>"
    ).format(WIDTH, HEIGHT, _said(figure, language), Markup("").join(parts))


def _said(figure: Figure, language: str) -> str:
    """Return the data in words: what a reader who does not see the figure can work from."""
    rows = [
        f"{line.label}: " + ", ".join(f"{x:g} → {y:g}" for x, y in zip(line.x, line.y, strict=True))
        for line in figure.lines
    ]
    return f"{figure.x[language]} → {figure.y[language]}. " + "; ".join(rows)


def _ends(figure: Figure) -> tuple[float, float, float, float]:
    xs = [x for line in figure.lines for x in line.x]
    ys = [_up(figure, y) for line in figure.lines for y in line.y]
    low, high = min(ys), max(ys)
    if figure.log:
        low, high = math.floor(low), math.ceil(high)
    else:
        pad = 0.06 * (high - low or 1)
        high += pad
        low = low if low == 0 or (figure.shape == "bars" and low >= 0) else low - pad
        low = min(low, 0.0) if figure.shape == "bars" else low
    side = (max(xs) - min(xs)) / (2 * len(figure.lines[0].x) - 2) if figure.shape == "bars" else 0.0
    return min(xs) - side, max(xs) + side, low, high


def _up(figure: Figure, y: float) -> float:
    return math.log10(y) if figure.log else y


def _px(figure: Figure, x: float) -> float:
    low, high, _, _ = _ends(figure)
    return round(LEFT + (x - low) / (high - low) * (WIDTH - LEFT - RIGHT), 1)


def _py(figure: Figure, up: float) -> float:
    _, _, low, high = _ends(figure)
    return round(TOP + (high - up) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)


def _ticks(low: float, high: float) -> list[float]:
    step = 10 ** math.floor(math.log10((high - low) / 4))
    step = next(step * k for k in (1, 2, 5, 10) if (high - low) / (step * k) <= 6)
    first = math.ceil(low / step - 1e-9)
    return [round(k * step, 10) for k in range(first, math.floor(high / step + 1e-9) + 1)]


def _axes(figure: Figure, language: str) -> Markup:
    x_low, x_high, low, high = _ends(figure)
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = [
        Markup('<path d="M{} {}V{}H{}" fill="none" stroke="var(--quiet)"/>').format(
            LEFT, TOP, bottom, right
        )
    ]
    for x in _ticks(x_low, x_high):
        parts.append(_word(_px(figure, x), bottom + 14, f"{x:g}", "middle"))
    ups = [float(k) for k in range(int(low), int(high) + 1)] if figure.log else _ticks(low, high)
    for up in ups[:: max(1, len(ups) // 7)]:
        y = _py(figure, up)
        parts.append(
            Markup(
                '<path d="M{} {}H{}" stroke="var(--quiet)" stroke-width=".4" opacity=".5"/>'
            ).format(LEFT, y, right)
        )
        label = f"10^{up:g}" if figure.log else f"{up:g}"
        parts.append(_word(LEFT - 6, y + 4, label, "end"))
    parts.append(_word((LEFT + right) / 2, HEIGHT - 8, figure.x[language], "middle"))
    middle = (TOP + bottom) / 2
    parts.append(
        Markup(
            '<text transform="translate(13 {}) rotate(-90)" text-anchor="middle" '
            'font-size="11" fill="var(--ink)">{}</text>'
        ).format(middle, figure.y[language])
    )
    return Markup("").join(parts)


def _word(x: float, y: float, said: str, anchor: str) -> Markup:
    return Markup(
        '<text x="{}" y="{}" text-anchor="{}" font-size="11" fill="var(--ink)">{}</text>'
    ).format(x, y, anchor, said.replace("-", "−"))


def _row(figure: Figure, i: int) -> Markup:
    line = figure.lines[i]
    colour, dash = COLOURS[i % len(COLOURS)], DASHES[i % len(DASHES)]
    points = [
        (_px(figure, x), _py(figure, _up(figure, y))) for x, y in zip(line.x, line.y, strict=True)
    ]
    if figure.shape == "bars":
        return _bars(figure, i, points, colour)
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    parts = [
        Markup('<path d="{}" fill="none" stroke="var({})" stroke-width="2"{}/>').format(
            path, colour, Markup(f' stroke-dasharray="{dash}"') if dash else ""
        )
    ]
    if figure.shape == "marked":
        parts += [
            Markup('<circle cx="{}" cy="{}" r="2.6" fill="var({})"/>').format(x, y, colour)
            for x, y in points
        ]
    y = TOP + 6 + 18 * i
    parts.append(
        Markup('<path d="M{} {}h16" stroke="var({})" stroke-width="2"{}/>').format(
            WIDTH - RIGHT + 6, y, colour, Markup(f' stroke-dasharray="{dash}"') if dash else ""
        )
    )
    parts.append(_label(WIDTH - RIGHT + 26, y + 4, line.label, colour))
    return Markup("").join(parts)


def _label(x: float, y: float, said: str, colour: str) -> Markup:
    return Markup(
        '<text x="{}" y="{}" font-size="12" font-weight="700" fill="var({})">{}</text>'
    ).format(x, y, colour, escape(said))


def _bars(figure: Figure, i: int, points: list[tuple[float, float]], colour: str) -> Markup:
    n = len(figure.lines)
    step = (WIDTH - LEFT - RIGHT) / len(points)
    wide = round(0.8 * step / n, 1)
    zero = _py(figure, 0.0)
    parts = []
    for x, y in points:
        left = round(x - 0.4 * step + i * wide, 1)
        parts.append(
            Markup(
                '<rect x="{}" y="{}" width="{}" height="{:.1f}" fill="var({})" '
                'fill-opacity="{}" stroke="var({})"/>'
            ).format(
                left, min(y, zero), wide, abs(zero - y), colour, (0.75, 0.25, 0)[i % 3], colour
            )
        )
    parts.append(
        _label(
            WIDTH - RIGHT + 12,
            TOP + 20 + 18 * i,
            "■□▯"[i % 3] + " " + figure.lines[i].label,
            colour,
        )
    )
    return Markup("").join(parts)
