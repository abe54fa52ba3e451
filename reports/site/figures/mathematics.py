"""The small mathematics: directions, ranks, clusters, distances, and the odds."""

from __future__ import annotations

import numpy as np

from numpy_impl.mathematics.distances import distances
from numpy_impl.mathematics.k_means import k_means
from numpy_impl.mathematics.logistic_regression import logistic_regression
from numpy_impl.mathematics.pca import pca
from numpy_impl.mathematics.svd_low_rank import svd_low_rank
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, INK, QUIET, SOFT, Drawing, Sheet, number

RNG = np.random.default_rng(11)
CLOUD = RNG.standard_normal((28, 2)) @ np.array([[46.0, 26.0], [0.0, 16.0]])


def _points(sheet: Sheet, points: np.ndarray, colour: str, side: float = 5.0) -> None:
    sheet.boxes([(x - side / 2, y - side / 2, side, side) for x, y in points], colour)


def draw_pca(concept: Concept) -> Drawing:
    """Draw a cloud of points with its two directions."""
    sheet = Sheet(220)
    _, V, variance = pca(CLOUD, 2)
    middle = np.array([200.0, 110.0])
    mean = CLOUD.mean(axis=0)
    _points(sheet, CLOUD - mean + middle, SOFT)
    for k, colour in enumerate((C1, C2)):
        end = V[:, k] * 1.6 * np.sqrt(variance[k])
        first, last = middle - end, middle + end
        sheet.segments([[(first[0], first[1]), (last[0], last[1])]], colour, 2)
    share = 100 * float(variance[0] / variance.sum())
    return Drawing(
        sheet,
        Text(
            f"The first direction has {share:.0f} % of the variance; the second is at right angles "
            "to it.",
            f"第1の方向が分散の {share:.0f} % を占める。第2の方向はそれに直交する。",
        ),
        Text("A cloud of points with two directions.", "点の集まりと2つの方向。"),
    )


def draw_svd_low_rank(concept: Concept) -> Drawing:
    """Draw how the error falls with the rank."""
    A = np.fromfunction(lambda i, j: np.exp(-((i - j) ** 2) / 9) + 0.05 * np.cos(i * j), (9, 12))
    errors = [float(svd_low_rank(A, r)[1]) for r in range(10)]
    sheet = Sheet(190)
    for r, error in enumerate(errors):
        high = 120 * error / errors[0]
        sheet.boxes([(34 + 40 * r, 150 - high, 24, high)], C1)
        sheet.text(46 + 40 * r, 166, str(r), 10, QUIET, "middle")
    sheet.text(34, 182, Text("rank", "ランク"), 10, QUIET)
    return Drawing(
        sheet,
        Text(
            f"The error of a 9×12 matrix by rank: with 3 terms it is "
            f"{number(errors[3] / errors[0], 2)} of the whole.",
            f"9×12 の行列の誤差。3項で全体の {number(errors[3] / errors[0], 2)} まで下がる。",
        ),
        Text("Bars of the error for each rank.", "ランクごとの誤差の棒グラフ。"),
    )


def draw_k_means(concept: Concept) -> Drawing:
    """Draw three groups and the way of their centers."""
    groups = [RNG.normal(c, 17, (9, 2)) for c in ((90, 70), (210, 150), (330, 70))]
    x = np.concatenate(groups)
    start = np.array([[150.0, 40.0], [180.0, 60.0], [260.0, 160.0]])
    sheet = Sheet(220)
    _, nearest, _ = k_means(x, start, 12)
    for k, colour in enumerate((C1, C2, QUIET)):
        _points(sheet, x[nearest == k], colour)
        way = [k_means(x, start, steps)[0][k] for steps in range(7)]
        sheet.segments([[(float(a), float(b)) for a, b in way]], INK, 1.2, (3, 2))
        _points(sheet, np.array(way[-1:]), INK, 9)
    return Drawing(
        sheet,
        Text(
            "The centers' way from their start, step by step, to where they rest.",
            "初期値から止まるまでの、中心の動き。",
        ),
        Text("Three groups of points and their centers.", "3つの点の集まりとその中心。"),
    )


def draw_distances(concept: Concept) -> Drawing:
    """Draw the points at distance 1 from the middle."""
    sheet = Sheet(210)
    angles = np.linspace(0, 2 * np.pi, 181)
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    named = (("manhattan", C1), ("euclidean", INK), ("chebyshev", C2))
    for k, (metric, colour) in enumerate(named):
        far = distances(rays, np.zeros((1, 2)), metric=metric)
        ring = 80 * rays / far + np.array([120.0, 104.0])
        sheet.segments([[(float(a), float(b)) for a, b in ring]], colour, 2)
        sheet.text(250, 80 + 24 * k, metric, 11, colour)
    return Drawing(
        sheet,
        Text(
            "All points at distance 1: a diamond, a circle and a square.",
            "距離が 1 の点の全体。ひし形、円、正方形になる。",
        ),
        Text("Three rings around a point.", "1点を囲む3つの輪。"),
    )


def draw_logistic_regression(concept: Concept) -> Drawing:
    """Draw examples of one feature and the curve that was learned."""
    x = np.array([-2.6, -2.0, -1.7, -1.1, -0.6, -0.2, 0.3, 0.7, 1.2, 1.6, 2.1, 2.7])
    t = np.array([0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1.0])
    w, b, _ = logistic_regression(x[:, None], t, np.zeros(1), np.array(0.0), lr=1.0, n_steps=60)
    at = np.linspace(-3, 3, 121)
    p = 1 / (1 + np.exp(-(at * w[0] + b)))
    odds = number(float(np.exp(w[0])), 1)
    sheet = Sheet(190)
    curve = [(220 + 66 * float(u), 150 - 120 * float(v)) for u, v in zip(at, p, strict=True)]
    sheet.segments([curve], C1, 2)
    _points(sheet, np.stack([220 + 66 * x, 150 - 120 * t], axis=1), C2, 6)
    sheet.segments([[(20, 150), (420, 150)], [(20, 30), (420, 30)]], QUIET, 0.6)
    return Drawing(
        sheet,
        Text(
            f"After 60 steps the odds grow by a factor of {odds} for each unit of x.",
            f"60 ステップ後、x が 1 増えるごとにオッズは {odds} 倍になる。",
        ),
        Text("Examples at 0 and 1, and a curve.", "0 と 1 のデータと曲線。"),
    )


FIGURES = {
    "pca": draw_pca,
    "svd_low_rank": draw_svd_low_rank,
    "k_means": draw_k_means,
    "distances": draw_distances,
    "logistic_regression": draw_logistic_regression,
}
