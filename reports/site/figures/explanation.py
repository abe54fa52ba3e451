"""Explaining a network: how attributions fill up, how shares are made, and where a class is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.explanation.grad_cam import grad_cam
from numpy_impl.explanation.integrated_gradients import integrated_gradients
from numpy_impl.explanation.shapley_values import shapley_values
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, INK, QUIET, Drawing, Sheet, number

X = np.array([3.0, 1.0])
STEEP = np.array([1.0, 0.5])


def _slope(x: np.ndarray) -> np.ndarray:
    """Return the gradient of tanh of a weighted sum, which saturates."""
    return STEEP * (1 - np.tanh(STEEP @ x) ** 2)


def draw_integrated_gradients(concept: Concept) -> Drawing:
    """Draw the gradient along the way, and what it adds up to."""
    sheet = Sheet(190)
    left, top, width, height = 40.0, 20.0, 200.0, 130.0
    alphas = np.linspace(0, 1, 61)
    slopes = np.array([_slope(alpha * X)[0] for alpha in alphas])
    bars = [
        (left + width * k / 8, top + height * (1 - s), width / 8, height * s)
        for k, s in enumerate(_slope((k + 0.5) / 8 * X)[0] for k in range(8))
    ]
    sheet.boxes(bars, C1, C1, 0.2, 0.8)
    points = [
        (left + width * a, top + height * (1 - s)) for a, s in zip(alphas, slopes, strict=True)
    ]
    sheet.segments([points], C1, 2)
    sheet.segments([[(left, top), (left, top + height), (left + width, top + height)]], INK, 1)
    sheet.text(left, top + height + 16, Text("baseline", "ベースライン"), 11, QUIET)
    sheet.text(left + width, top + height + 16, "x", 11, QUIET, "end")
    sheet.text(left + 70, top + 6, "∂F/∂x", 11, C1)
    mine = integrated_gradients(_slope, X, steps=8, rule="midpoint")
    rows: tuple[tuple[Text | str, float], ...] = (
        (Text("at x alone", "x での勾配のみ"), float((X * _slope(X)).sum())),
        (Text("along the way", "道に沿った平均"), float(mine.sum())),
        ("F(x) − F(x')", float(np.tanh(STEEP @ X))),
    )
    for k, (word, value) in enumerate(rows):
        sheet.text(262, 50 + 30 * k, word, 11)
        sheet.text(432, 50 + 30 * k, number(value, 3), 11, anchor="end", bold=k > 0)
    return Drawing(
        sheet,
        Text(
            "At x the function is saturated and its gradient is almost 0; along the way it is not, "
            "and the attributions sum to the difference of the outputs.",
            "x では関数が飽和して勾配はほぼ 0 だが、途中ではそうでなく、"
            "寄与の和は出力の差に等しくなる。",
        ),
        Text(
            "The gradient from the baseline to x, and three sums.",
            "ベースラインから x までの勾配と、3つの和。",
        ),
    )


def _together(x: np.ndarray) -> float:
    """Return 10 for the first feature, and 20 for the other two together."""
    return float(10 * x[0] + 20 * x[1] * x[2])


def draw_shapley_values(concept: Concept) -> Drawing:
    """Draw the values of all coalitions of three features, and their shares."""
    x = np.ones(3)
    sheet = Sheet(190)
    at = {0: (40.0, 90.0)}
    for size, masks in ((1, (1, 2, 4)), (2, (3, 5, 6)), (3, (7,))):
        for k, mask in enumerate(masks):
            at[mask] = (40 + 80.0 * size, 90.0 if size == 3 else 30 + 60.0 * k)
    edges = [(S, S | 1 << i) for S in at for i in range(3) if not S >> i & 1]
    sheet.segments([[at[S], at[T]] for S, T in edges], QUIET, 0.8)
    for S, (px, py) in at.items():
        inside = np.array([S >> i & 1 for i in range(3)])
        sheet.boxes([(px - 24, py - 17, 48, 34)], C1 if S else "none", INK, 0.15, 1)
        names = "".join(str(i + 1) for i in range(3) if inside[i]) or "–"
        sheet.text(px, py - 7, names, 10, QUIET, "middle")
        sheet.text(px, py + 7, number(_together(inside)), 11, INK, "middle")
    for i, phi in enumerate(shapley_values(_together, x)):
        sheet.text(346, 50 + 30 * i, f"{i + 1}:", 11)
        sheet.text(420, 50 + 30 * i, number(float(phi)), 12, C2, "end", bold=True)
    return Drawing(
        sheet,
        Text(
            "Features 2 and 3 do something only together, and each gets half of it.",
            "2 と 3 はそろったときだけ効果があり、半分ずつ分ける。",
        ),
        Text(
            "All coalitions of three features with their outputs, and the three shares.",
            "3つの特徴量のすべての組とその出力、3つの分け前。",
        ),
    )


def _shaded(values: np.ndarray) -> Callable[[int, int], tuple[str, float] | None]:
    return lambda i, j: (C1, float(values[i, j]) / 6) if values[i, j] else None


def draw_grad_cam(concept: Concept) -> Drawing:
    """Draw two feature maps with their weights, and the map of the class."""
    A = np.array(
        [
            [[0, 1, 0, 0], [1, 3, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]],
            [[0, 0, 0, 0], [0, 1, 0, 1], [0, 0, 1, 2], [0, 0, 2, 3]],
        ],
        dtype=float,
    )[None]
    dA = np.zeros_like(A)
    dA[0, 0], dA[0, 1] = 1.0, -0.5
    cam = grad_cam(A, dA)[0]
    sheet = Sheet(150)
    alpha = dA.mean(axis=(2, 3))[0]
    for k in range(2):
        title = f"{number(float(alpha[k]))} ×"
        sheet.grid(14 + 142 * k, 34, A[0, k], 26, _shaded(A[0, k]), number, title)
    sheet.arrow((266, 86), (298, 86))
    sheet.grid(
        316, 34, cam, 26, lambda i, j: (C2, float(cam[i, j]) / 5) if cam[i, j] else None,
        number, "ReLU(Σ)",
    )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "The first map speaks for the class, the second against it; ReLU leaves the places "
            "that speak for it.",
            "1つ目のマップはクラスに有利、2つ目は不利である。ReLU で有利な位置だけが残る。",
        ),
        Text(
            "Two feature maps with their weights, and the map of the class.",
            "重みを付けた2枚の特徴マップと、クラスのマップ。",
        ),
    )


FIGURES = {
    "integrated_gradients": draw_integrated_gradients,
    "shapley_values": draw_shapley_values,
    "grad_cam": draw_grad_cam,
}
