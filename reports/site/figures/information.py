"""Measures of information of two outcomes, over the probability of the first."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation, way_back
from reports.site.drawing.sheet import Drawing
from reports.site.figures.losses import Pair, panels

Q = (0.25, 0.75)
P = np.linspace(0.01, 0.99, 99)
PROBABILITY = Text("probability of the first outcome", "1つ目の結果の確率")


def _over_p(concept: Concept, *others: np.ndarray, turned: bool = False) -> Pair:
    """Return the measure of (p, 1 - p) and its slope; ``turned`` makes p the second argument."""
    measure = implementation("numpy", concept)
    back = way_back(concept, measure)
    p = np.stack([P, 1 - P], axis=1)
    given = [p, *(np.broadcast_to(other, p.shape) for other in others)]
    place = len(given) - 1 if turned else 0
    if turned:
        given.reverse()
    dp = back(np.ones(len(P)), *given)[place]
    return measure(*given), dp[:, 0] - dp[:, 1]  # what the first gains, the second loses


def _draw(
    concept: Concept,
    curves: list[tuple[Text, Pair]],
    value: Text,
    most: float,
    steepest: float,
    caption: Text,
) -> Drawing:
    return panels(
        P,
        curves,
        PROBABILITY,
        [0.0, 0.25, 0.5, 0.75, 1.0],
        (0, most),
        (-steepest, steepest),
        caption,
        Text(
            f"Left {concept.title.en} over the probability of the first of two outcomes, right "
            "its slope.",
            f"2つの結果の1つ目の確率に対する{concept.title.ja}と、その傾き。",
        ),
        value,
    )


def entropy(concept: Concept) -> Drawing:
    """Draw the entropy of two outcomes."""
    return _draw(
        concept,
        [(Text("H of (p, 1 - p)", "(p, 1 - p) の H"), _over_p(concept))],
        Text("H in nats", "H(ナット)"),
        0.75,
        5,
        Text(
            "Largest, log 2 or one bit, where both outcomes are alike; 0 where one is certain. "
            "The slope there has no bound.",
            "2つの結果が等確率のとき最大で log 2、つまり1ビット。一方が確実なら 0 になり、"
            "そこでは傾きが限りなく大きくなる。",
        ),
    )


def kl_divergence(concept: Concept) -> Drawing:
    """Draw both directions of the divergence."""
    q = np.array(Q)
    return _draw(
        concept,
        [
            (Text("KL(p || q), q = (1/4, 3/4)", "KL(p || q)、q = (1/4, 3/4)"), _over_p(concept, q)),
            (Text("KL(q || p)", "KL(q || p)"), _over_p(concept, q, turned=True)),
        ],
        Text("KL in nats", "KL(ナット)"),
        3,
        8,
        Text(
            "Both touch 0 where p is q. The second rises without bound where p leaves out what q "
            "has; the first ends at a finite number.",
            "どちらも p が q と等しいところで 0 になる。q にある結果を p が 0 に近づけると、"
            "後者は限りなく大きくなり、前者は有限の値にとどまる。",
        ),
    )


def js_divergence(concept: Concept) -> Drawing:
    """Draw the divergence from one distribution."""
    found: list[tuple[Text, Pair]] = [
        (Text(f"q = ({q:g}, {1 - q:g})", f"q = ({q:g}, {1 - q:g})"), pair)
        for q in (0.25, 0.0)
        if (pair := _over_p(concept, np.array([q, 1 - q]))) is not None
    ]
    return _draw(
        concept,
        found,
        Text("JS in nats", "JS(ナット)"),
        0.75,
        2,
        Text(
            "Never more than log 2, which is reached where p and q have nothing in common.",
            "log 2 を超えない。p と q に共通の結果がないときに log 2 になる。",
        ),
    )


def mutual_information(concept: Concept) -> Drawing:
    """Draw the information over a wire that turns a bit with a probability."""
    measure = implementation("numpy", concept)
    back: Callable = way_back(concept, measure)
    joint = np.stack([np.stack([1 - P, P], -1), np.stack([P, 1 - P], -1)], axis=1) / 2
    (dP,) = back(np.ones(len(P)), joint)
    slope = (dP[:, 0, 1] + dP[:, 1, 0] - dP[:, 0, 0] - dP[:, 1, 1]) / 2
    return panels(
        P,
        [(Text("I of sent and received", "送信と受信の I"), (measure(joint), slope))],
        Text("probability that the bit is turned", "ビットが反転する確率"),
        [0.0, 0.25, 0.5, 0.75, 1.0],
        (0, 0.75),
        (-5, 5),
        Text(
            "A wire that turns every second bit tells nothing. One that turns every bit tells as "
            "much as one that turns none: one has only to know it.",
            "半分の確率で反転する通信路からは何も分からない。必ず反転するなら、"
            "まったく反転しないのと同じだけ分かる。",
        ),
        Text(
            "Left the mutual information over the probability of an error, right its slope.",
            "左は誤りの確率に対する相互情報量、右はその傾き。",
        ),
        Text("I in nats", "I(ナット)"),
    )


FIGURES = {f.__name__: f for f in (entropy, kl_divergence, js_divergence, mutual_information)}
