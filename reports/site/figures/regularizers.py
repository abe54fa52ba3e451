"""Regularizers: the penalty's pull, and what it does to a weight that nothing else holds."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import WIDTH, Drawing, Sheet

LR, STEPS = 0.1, 40
CAPTIONS = {
    "l1": Text(
        "L1 pulls every weight with the same force, so small ones reach 0 and stay there: the "
        "weights become sparse.",
        "L1 はどの重みも同じ力で引くので、小さな重みは 0 に達してそこに留まる。重みが疎になる。",
    ),
    "l2": Text(
        "L2 pulls the harder the larger the weight: all shrink by the same share, and none "
        "reaches 0.",
        "L2 は大きい重みほど強く引く。どれも同じ割合で縮み、0 には達しない。",
    ),
    "elastic_net": Text(
        "Both pulls at once: large weights shrink by a share, and small ones still reach 0.",
        "両方の力が同時に働く。大きな重みは割合で縮み、小さな重みは 0 に達する。",
    ),
}


def pull(concept: Concept) -> Drawing:
    """Draw penalty and gradient over one weight, and three weights under the penalty alone."""
    config = {"l1": 0.5, "l2": 0.5} if concept.name == "elastic_net" else {"rate": 0.5}
    penalty = implementation("numpy", concept)(**config)
    w = np.linspace(-2, 2, 41)
    value = np.array([float(penalty.forward(np.array([v]))) for v in w])
    slope = []
    for v in w:
        penalty.forward(np.array([v]))
        slope.append(float(penalty.backward(1.0)[0]))
    sheet = Sheet(236)
    left = Chart(sheet, (34, 46, 160, 150), (-2, 2), (-1.6, 2.1))
    left.frame([-2, -1, 0, 1, 2], [-1, 0, 1, 2], Text("weight w", "重み w"))
    left.line(w, value, 0)
    below, above = w < 0, w > 0
    gap = np.concatenate([w[below], [np.nan], w[above]])
    slopes = np.concatenate([np.array(slope)[below], [np.nan], np.array(slope)[above]])
    left.line(gap, slopes, 1)
    left.dots([0.0], [slope[20]], "#000012", 3)
    sheet.legend(34, 12, [(Text("penalty", "罰則項"), 0), (Text("gradient", "勾配"), 1)])
    right = Chart(sheet, (WIDTH / 2 + 30, 46, 176, 150), (0, STEPS), (-0.6, 1.6))
    label = Text("steps of SGD", "SGD のステップ")
    right.frame([0, 10, 20, 30, 40], [-0.5, 0, 0.5, 1, 1.5], label)
    sheet.text(WIDTH / 2 + 30, 12, Text("the penalty alone", "罰則項だけの場合"), 10.5)
    for i, start in enumerate((1.5, 0.8, -0.4)):
        weights = np.array([start])
        track = [start]
        for _ in range(STEPS):
            penalty.forward(weights)
            step = LR * penalty.backward(1.0)
            # A step across 0 would swing around it for ever; its end is 0.
            weights = np.where(np.abs(step) > np.abs(weights), 0.0, weights - step)
            track.append(float(weights[0]))
        right.line(np.arange(STEPS + 1), track, i)
    return Drawing(
        sheet,
        CAPTIONS[concept.name],
        Text(
            "Left: penalty and gradient over a weight. Right: three weights over forty steps of "
            "the "
            "penalty alone.",
            "左:重みに対する罰則項と勾配。右:罰則項だけを40ステップ適用した3つの重み。",
        ),
    )


FIGURES = {"l1": pull, "l2": pull, "elastic_net": pull}
