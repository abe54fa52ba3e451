"""Losses of pairs and of softened answers, and the temperature that softens them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.activations.softmax import Softmax
from numpy_impl.activations.temperature_softmax import TemperatureSoftmax
from numpy_impl.losses.contrastive_loss import contrastive_loss, contrastive_loss_backward
from numpy_impl.losses.distillation_loss import distillation_loss, distillation_loss_backward
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, QUIET, Drawing, Sheet, number
from reports.site.figures.losses import panels

DISTANCES = np.linspace(0.01, 2.0, 100)


def draw_contrastive_loss(concept: Concept) -> Drawing:
    """Draw the loss of both kinds of pairs over their distance, and its slope."""
    x1 = DISTANCES[:, np.newaxis]
    x2 = np.zeros_like(x1)
    curves = []
    for t, name in ((1, Text("one kind", "同じ種類")), (0, Text("two kinds", "異なる種類"))):
        kinds = np.full(len(x1), t)
        L = contrastive_loss(x1, x2, kinds, reduction="none")
        slope, _ = contrastive_loss_backward(np.ones(len(x1)), x1, x2, kinds, reduction="none")
        curves.append((name, (L, slope[:, 0])))
    return panels(
        DISTANCES,
        curves,
        Text("distance", "距離"),
        [0.0, 1.0, 2.0],
        (0, 2),
        (-2, 2),
        Text(
            "One kind is drawn together however near it is; two kinds are pushed apart up to the "
            "margin 1 and then left alone.",
            "同じ種類は常に近づけ、異なる種類はマージン 1 まで遠ざけ、その先は放っておく。",
        ),
        Text(
            "Left the contrastive loss over the distance, right its slope.",
            "距離に対する contrastive loss と、その傾き。",
        ),
    )


def _shaded(shades: np.ndarray) -> Callable[[int, int], tuple[str, float]]:
    return lambda i, j: (C1, float(shades[i, j]))


def draw_info_nce(concept: Concept) -> Drawing:
    """Draw a table of cosines, and each row's softmax."""
    angle = np.array([0.1, 1.1, 2.0, 3.0])
    q = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    k = np.stack([np.cos(angle + 0.3), np.sin(angle + 0.3)], axis=1)
    cosines = q @ k.T
    p = Softmax().forward(cosines / 0.5)
    sheet = Sheet(170)
    for left, table, title in (
        (14, cosines, Text("cosines", "コサイン類似度")),
        (236, p, Text("softmax at T = 0.5", "softmax(T = 0.5)")),
    ):
        look = _shaded(np.round(np.clip(table, 0, 1) * 0.7, 3))
        sheet.grid(
            left,
            30,
            table,
            (46, 30),
            look,
            lambda v: number(round(v, 2), 2),
            title,
            strong=lambda i, j: i == j,
        )
    return Drawing(
        sheet,
        Text(
            "Each row is a classification; its right class stands on the diagonal.",
            "各行が1つの分類問題で、正解は対角にある。",
        ),
        Text("A table of four queries and keys.", "4つのクエリとキーの表。"),
    )


def draw_distillation_loss(concept: Concept) -> Drawing:
    """Draw the loss of one logit at three temperatures, and its slope."""
    x = np.linspace(-6, 6, 97)
    z, t = np.array([[2.0, 0.0]]), np.array([0])
    curves = []
    for T in (1.0, 2.0, 4.0):
        values, slopes = [], []
        for one in x:
            student = np.array([[one, 0.0]])
            values.append(float(distillation_loss(student, z, t, T, 1.0)))
            slopes.append(distillation_loss_backward(1.0, student, z, t, T, 1.0)[0][0, 0])
        curves.append((Text(f"T = {T:g}", f"T = {T:g}"), (np.array(values), np.array(slopes))))
    return panels(
        x,
        curves,
        Text("the student's logit", "生徒のロジット"),
        [-6.0, 0.0, 2.0, 6.0],
        (0, 6),
        (-2, 1),
        Text(
            "The teacher's logit is 2: there every curve is 0. Times T squared, a high temperature "
            "compares logits as a squared error does.",
            "教師のロジットは 2 で、そこですべて 0 になる。T の2乗を掛けると、"
            "温度が高いとき、二乗誤差のようにロジットを比べることになる。",
        ),
        Text(
            "Left the soft part of the loss at three temperatures, right its slope.",
            "3つの温度での柔らかい側の損失と、その傾き。",
        ),
    )


def draw_temperature_softmax(concept: Concept) -> Drawing:
    """Draw the probabilities of five scores at three temperatures."""
    x = np.array([2.0, 1.0, 0.0, -0.5, -1.5])
    sheet = Sheet(160)
    for k, T in enumerate((0.5, 1.0, 4.0)):
        left = 20 + 142 * k
        y = TemperatureSoftmax(T).forward(x)
        sheet.boxes(
            [(left + 22 * i, 124 - 90 * float(p), 18, 90 * float(p)) for i, p in enumerate(y)],
            C2 if T == 1 else C1,
            opacity=0.6,
        )
        sheet.segments([[(left, 124), (left + 110, 124)]], QUIET, 1)
        sheet.text(left + 54, 142, f"T = {T:g}", 11, anchor="middle")
    return Drawing(
        sheet,
        Text(
            "The order stays; a low temperature gives nearly all to the largest score.",
            "順位は変わらない。温度が低いと、ほとんどが最大のスコアに集まる。",
        ),
        Text("Five probabilities at three temperatures.", "3つの温度での5つの確率。"),
    )


FIGURES = {
    "contrastive_loss": draw_contrastive_loss,
    "info_nce": draw_info_nce,
    "distillation_loss": draw_distillation_loss,
    "temperature_softmax": draw_temperature_softmax,
}
