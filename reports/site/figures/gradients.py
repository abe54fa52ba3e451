"""Numerical gradients, their check, and clipping."""

from __future__ import annotations

import numpy as np

from numpy_impl.gradients.autodiff import autodiff
from numpy_impl.gradients.clip_by_global_norm import clip_by_global_norm
from numpy_impl.gradients.clip_by_norm import clip_by_norm
from numpy_impl.gradients.clip_by_value import clip_by_value
from numpy_impl.gradients.gradient_check import gradient_check
from numpy_impl.gradients.numerical_gradient import numerical_gradient
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, INK, PAPER, QUIET, WIDTH, Drawing, Sheet, power

POINT = np.array([1.0])


def _error(h: float) -> float:
    found = numerical_gradient(lambda x: float(np.sum(np.exp(x))), POINT.copy(), h)
    return max(abs(float(found[0]) - float(np.e)), 1e-13)


def draw_numerical_gradient(concept: Concept) -> Drawing:
    """Draw the error of the central difference over its step."""
    exponents = np.arange(-13, 0.5, 0.5)
    errors = np.log10([_error(10.0**e) for e in exponents])
    sheet = Sheet(236)
    chart = Chart(sheet, (46, 24, WIDTH - 66, 166), (-13, 0), (-13, 0.5))
    chart.frame(
        {e: power(e) for e in range(-12, 1, 3)},
        {e: power(e) for e in range(-12, 1, 3)},
        Text("step h", "刻み幅 h"),
    )
    sheet.text(
        46, 11, Text("error of the gradient of exp(x) at 1", "x = 1 での exp(x) の勾配の誤差")
    )
    chart.line(exponents, errors, 0)
    best = int(errors.argmin())
    chart.dots([exponents[best]], [errors[best]], C2, 4)
    return Drawing(
        sheet,
        Text(
            "A large h bends with the curve (the error falls with h²), a small one drowns in "
            "rounding "
            "(the error grows as 1/h). The best lies between, near 1e-5.",
            "h が大きいと曲線の曲がりが誤差になり(h² に比例)、小さいと丸め誤差に埋もれる(1/h "
            "に比例)。"
            "最良は 1e-5 付近にある。",
        ),
        Text(
            "A V-shaped curve of the error over the step, both on logarithmic axes.",
            "刻み幅に対する誤差の V 字形の曲線(両対数)。",
        ),
    )


def draw_gradient_check(concept: Concept) -> Drawing:
    """Draw the relative error of right and of wrong gradients."""
    x = np.array([0.5, -1.5, 2.0])

    def f(v: np.ndarray) -> float:
        return float(np.sum(v**3))

    rows = (
        (Text("right: 3x²", "正:3x²"), 3 * x**2),
        (Text("a little off: 3.0001 x²", "わずかに違う:3.0001 x²"), 3.0001 * x**2),
        (Text("factor forgotten: x²", "係数を忘れた:x²"), x**2),
        (Text("sign flipped: -3x²", "符号が逆:-3x²"), -3 * x**2),
    )
    errors = [float(gradient_check(f, g, x.copy())) for _, g in rows]
    sheet = Sheet(190)
    chart = Chart(sheet, (170, 16, WIDTH - 200, 130), (-13, 1), (0, 4))
    chart.frame({e: power(e) for e in range(-12, 1, 4)}, (), Text("relative error", "相対誤差"))
    for i, ((name, _), error) in enumerate(zip(rows, errors, strict=True)):
        y = 16 + (i + 0.5) * 32.5
        end = float(chart.px(np.log10(max(error, 1e-13))))
        sheet.boxes([(170, y - 8, max(end - 170, 1), 16)], C1 if i == 0 else C2)
        sheet.text(164, y, name, 10, anchor="end")
    return Drawing(
        sheet,
        Text(
            "A right gradient agrees to seven digits or more; a wrong one stands out by far, "
            "even where "
            "it is off by a 30,000th only.",
            "正しい勾配は7桁以上一致する。誤った勾配は、3万分の1のずれでもはっきり区別できる。",
        ),
        Text(
            "Bars of the relative error for a right gradient and for three wrong ones.",
            "正しい勾配と3つの誤った勾配の相対誤差の棒グラフ。",
        ),
    )


GIVEN = {"x": 2.0, "w": 3.0, "b": -4.0}


def draw_autodiff(concept: Concept) -> Drawing:
    """Draw the graph of y = (x w + b) x: values on the way to y, gradients on the way back."""
    x, w, b = (np.array(value) for value in GIVEN.values())
    y, *of_inputs = autodiff(lambda x, w, b: (x * w + b) * x, x, w, b)
    u, v = x * w, x * w + b
    _, of_v, _ = autodiff(lambda v, x: v * x, v, x)  # what is made later: v, and u before it
    _, of_u, _, _ = autodiff(lambda u, b, x: (u + b) * x, u, b, x)
    places = {"x": (52, 56), "w": (52, 124), "b": (52, 192),
              "u = x w": (164, 90), "v = u + b": (276, 142), "y = v x": (388, 90)}  # fmt: skip
    values = (x, w, b, u, v, y)
    gradients = (*of_inputs, of_u, of_v, np.ones(()))
    edges = (("x", "u = x w"), ("w", "u = x w"), ("u = x w", "v = u + b"), ("b", "v = u + b"),
             ("v = u + b", "y = v x"), ("x", "y = v x"))  # fmt: skip
    sheet = Sheet(236)
    for start, end in edges:
        (x0, y0), (x1, y1) = places[start], places[end]
        if (start, end) == ("x", "y = v x"):  # over the node between
            sheet.segments([[(x0 + 42, y0 - 8), (x1 - 20, y0 - 8)]], INK, 1.5)
            sheet.arrow((x1 - 20, y0 - 8), (x1 - 4, y1 - 18))
        else:
            sheet.arrow((x0 + 42, y0), (x1 - 42, y1))
    for (name, (px, py)), value, gradient in zip(places.items(), values, gradients, strict=True):
        sheet.boxes([(px - 42, py - 16, 84, 32)], PAPER)
        sheet.node(px, py, f"{name}", f"{float(value):g}")
        sheet.text(px, py + 26, f"dy: {float(gradient):g}", 10.5, C2, anchor="middle", bold=True)
    sheet.text(10, 14, Text("values, from left to right", "値(左から右へ)"), 10.5, QUIET)
    sheet.text(
        WIDTH - 10,
        222,
        Text("gradients of y, from right to left", "y の勾配(右から左へ)"),
        10.5,
        C2,
        anchor="end",
    )
    return Drawing(
        sheet,
        Text(
            f"y = (x w + b) x. From x two ways lead to y, and its gradient is the sum over both: "
            f"{float(v):g} by the product at the end, {float(of_u * w):g} by way of u and v, "
            f"{float(of_inputs[0]):g} together.",
            f"y = (x w + b) x の計算グラフ。x から y へは2本の経路があり、勾配はその和になる。"
            f"最後の積を通る分が {float(v):g}、u と v を通る分が {float(of_u * w):g}、"
            f"合わせて {float(of_inputs[0]):g} である。",
        ),
        Text(
            "A graph of six nodes, each with its value and, below, the gradient of y.",
            "6つのノードからなるグラフ。各ノードに値を、その下に y の勾配を示す。",
        ),
    )


VECTORS = np.array([[3.0, 1.0], [0.8, 1.9], [-2.4, 1.6], [-0.7, -0.6], [1.5, -2.3]])


def _clipping(after: np.ndarray, caption: Text, square: bool) -> Drawing:
    sheet = Sheet(236)
    middle, unit = WIDTH / 2, 43.0

    def at(v: np.ndarray) -> tuple[float, float]:
        return middle + unit * float(v[0]), 122 - unit * float(v[1])

    if square:
        sheet.boxes([(middle - unit * 1.5, 122 - unit * 1.5, unit * 3, unit * 3)], edge=QUIET)
    else:
        angle = np.linspace(0, 2 * np.pi, 49)
        ring = [at(1.5 * np.array([np.cos(a), np.sin(a)])) for a in angle]
        sheet.segments([ring], QUIET)
    for before, kept in zip(VECTORS, after, strict=True):
        sheet.arrow(at(np.zeros(2)), at(before), C2, 1.2, (4, 3))
        sheet.arrow(at(np.zeros(2)), at(kept), C1, 2.4)
    sheet.dots([at(np.zeros(2))], INK, 2.5)
    sheet.legend(12, 12, [(Text("before", "前"), 1), (Text("after", "後"), 0)])
    return Drawing(
        sheet,
        caption,
        Text(
            "Five gradients as arrows, before and after clipping.",
            "クリッピング前後の5つの勾配を矢印で示した図。",
        ),
    )


def draw_clip_by_value(concept: Concept) -> Drawing:
    """Draw clipping element by element."""
    return _clipping(
        np.array([clip_by_value(g, 1.5) for g in VECTORS]),
        Text(
            "Each element is cut off at the limit 1.5 by itself, so long gradients change "
            "direction.",
            "要素ごとに限度 1.5 で切るため、長い勾配は向きが変わる。",
        ),
        square=True,
    )


def draw_clip_by_norm(concept: Concept) -> Drawing:
    """Draw clipping by each gradient's own norm."""
    return _clipping(
        np.array([clip_by_norm(g, 1.5) for g in VECTORS]),
        Text(
            "A gradient longer than 1.5 is shortened to that; its direction stays.",
            "1.5 より長い勾配はその長さに縮める。向きは変わらない。",
        ),
        square=False,
    )


def draw_clip_by_global_norm(concept: Concept) -> Drawing:
    """Draw clipping by the norm of all gradients together."""
    shortened = clip_by_global_norm(list(VECTORS), 3.0)
    return _clipping(
        np.array(shortened),
        Text(
            "All gradients are shortened by one factor, so that their common norm is 3: their "
            "directions and their ratios stay.",
            "すべての勾配に共通の係数を掛け、全体のノルムを 3 にする。向きも互いの比も変わらない。",
        ),
        square=False,
    )


FIGURES = {
    "autodiff": draw_autodiff,
    "numerical_gradient": draw_numerical_gradient,
    "gradient_check": draw_gradient_check,
    "clip_by_value": draw_clip_by_value,
    "clip_by_norm": draw_clip_by_norm,
    "clip_by_global_norm": draw_clip_by_global_norm,
}
