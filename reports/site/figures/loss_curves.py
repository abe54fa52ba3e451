"""Losses over a prediction, a variance or a place: robust, with margins, weights and regions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation, way_back
from reports.site.drawing.sheet import Drawing
from reports.site.figures.losses import Pair, each_of, panels


def _of_error(
    concept: Concept, settings: list[tuple[Text, dict]], t: float, caption: Text, most: float
) -> Drawing:
    """Draw a loss over the prediction, for some settings."""
    y = np.linspace(-2.99, 3.01, 121)

    def of(config: dict) -> Callable[[float], tuple[float, float]]:
        layer = implementation("numpy", concept)(**config)

        def one(v: float) -> tuple[float, float]:
            value = float(layer.forward(np.array([[v]]), np.array([[t]])))
            return value, float(layer.backward(1.0)[0, 0])

        return one

    return panels(
        y,
        [(name, each_of(y, of(config))) for name, config in settings],
        Text("prediction y", "予測 y"),
        [-3, -2, -1, 0, 1, 2, 3],
        (0, 4),
        (-most, most),
        caption,
        Text(
            f"Left {concept.title.en} over the prediction, right its gradient.",
            f"左は予測に対する{concept.title.ja}、右はその勾配。",
        ),
    )


def mean_absolute_error(concept: Concept) -> Drawing:
    """Draw the absolute error."""
    return _of_error(
        concept,
        [(concept.title, {})],
        0.5,
        Text(
            "Two lines that meet at the target 0.5. The gradient is -1 or 1, however far off the "
            "prediction is.",
            "目標 0.5 で交わる2本の直線。勾配は、予測がどれだけ外れていても -1 か 1 である。",
        ),
        1.25,
    )


def huber(concept: Concept) -> Drawing:
    """Draw the Huber loss for two deltas."""
    return _of_error(
        concept,
        [
            (Text(f"delta = {delta:g}", f"delta = {delta:g}"), {"delta": delta})
            for delta in (1.0, 0.25)
        ],
        0.0,
        Text(
            "A parabola up to delta and lines beyond. The gradient is the error, clipped at delta.",
            "delta までは放物線、その外は直線。勾配は、誤差を delta でクリップしたものになる。",
        ),
        1.25,
    )


def hinge_loss(concept: Concept) -> Drawing:
    """Draw the hinge and its square, for the target 1."""
    return _of_error(
        concept,
        [
            (Text("hinge", "ヒンジ"), {}),
            (Text("squared", "2乗"), {"squared": True}),
        ],
        1.0,
        Text(
            "For the target 1. From y = 1 on nothing is left to pay, and nothing pulls any more.",
            "目標 1 の場合。y = 1 から先は損失も勾配も 0 になる。",
        ),
        4,
    )


def negative_log_likelihood(concept: Concept) -> Drawing:
    """Draw the loss of a right class over its log-probability, for two weights."""
    x = np.linspace(-4, 0, 41)

    def of(weight: float) -> Callable[[float], tuple[float, float]]:
        layer = implementation("numpy", concept)((weight, 1.0), reduction="sum")

        def one(v: float) -> tuple[float, float]:
            value = float(layer.forward(np.array([[v, 0.0]]), np.array([0])))
            return value, float(layer.backward(1.0)[0, 0])

        return one

    return panels(
        x,
        [(Text(f"weight {w:g}", f"重み {w:g}"), each_of(x, of(w))) for w in (1.0, 2.0)],
        Text("log-probability of the right class", "正解クラスの対数確率"),
        [-4, -3, -2, -1, 0],
        (0, 8.5),
        (-2.5, 0.5),
        Text(
            "A line in the log-probability. A class of weight 2 counts as two examples do, in the "
            "loss and in the gradient.",
            "対数確率についての直線になる。重み 2 のクラスは、損失でも勾配でも2例分に数えられる。",
        ),
        Text(
            "Left the loss over the log-probability for two weights, right its gradients.",
            "左は2つの重みについての対数確率に対する損失、右はその勾配。",
        ),
    )


def focal_loss(concept: Concept) -> Drawing:
    """Draw the loss of the target 1 over the logit, for three powers."""
    x = np.linspace(-4, 4, 81)

    def of(gamma: float) -> Callable[[float], tuple[float, float]]:
        layer = implementation("numpy", concept)(alpha=None, gamma=gamma)

        def one(v: float) -> tuple[float, float]:
            value = float(layer.forward(np.array([[v]]), np.array([[1.0]])))
            return value, float(layer.backward(1.0)[0, 0])

        return one

    return panels(
        x,
        [(Text(f"gamma = {g:g}", f"gamma = {g:g}"), each_of(x, of(g))) for g in (0.0, 2.0)],
        Text("logit x", "ロジット x"),
        [-4, -2, 0, 2, 4],
        (0, 4.2),
        (-1.3, 0.3),
        Text(
            "For the target 1. With gamma = 2 whoever is right (x above 0) costs next to nothing, "
            "and hardly pulls; the wrong ones pull as before.",
            "目標 1 の場合。gamma = 2 では、正しく答えたデータ(x が正)の損失も勾配もほとんど "
            "0 になり、誤ったデータの勾配は変わらない。",
        ),
        Text(
            "Left the focal loss over the logit for two powers, right its gradients.",
            "左は2つの指数についてのロジットに対する損失、右はその勾配。",
        ),
    )


def triplet_loss(concept: Concept) -> Drawing:
    """Draw the loss over the place of the positive on a line."""
    loss = implementation("numpy", concept)
    back = way_back(concept, loss)
    x = np.linspace(-2.99, 3.01, 121)
    anchor, negative = np.zeros((len(x), 1)), np.ones((len(x), 1))

    def of(margin: float) -> Pair:
        given = (anchor, x[:, np.newaxis], negative)
        _, dpositive, _ = back(np.ones(len(x)), *given, margin=margin, reduction="none")
        return loss(*given, margin=margin, reduction="none"), dpositive[:, 0]

    return panels(
        x,
        [(Text(f"margin {m:g}", f"マージン {m:g}"), of(m)) for m in (0.5, 1.0)],
        Text("place of the positive", "正例の位置"),
        [-3, -2, -1, 0, 1, 2, 3],
        (0, 3.2),
        (-1.3, 1.3),
        Text(
            "The anchor lies at 0, the negative at 1. A positive within 1 less the margin of the "
            "anchor is near enough; beyond, it is drawn to the anchor at one rate.",
            "アンカーは 0、負例は 1 にある。正例とアンカーの距離が「1 − マージン」以下なら"
            "十分近く、それより遠ければ一定の強さで引き寄せられる。",
        ),
        Text(
            "Left the triplet loss over the place of the positive for two margins, right its "
            "gradients.",
            "左は2つのマージンについての正例の位置に対する損失、右はその勾配。",
        ),
    )


def gaussian_nll(concept: Concept) -> Drawing:
    """Draw the loss over the variance, for two errors."""
    loss = implementation("numpy", concept)
    back = way_back(concept, loss)
    var = np.linspace(0.1, 4, 79)

    def of(error: float) -> Pair:
        given = np.zeros(len(var)), np.full(len(var), error), var
        _, dvar = back(np.ones(len(var)), *given, reduction="none")
        return loss(*given, reduction="none"), dvar

    return panels(
        var,
        [(Text(f"error {e:g}", f"誤差 {e:g}"), of(e)) for e in (1.0, 1.5)],
        Text("predicted variance", "予測した分散"),
        [0.0, 1.0, 2.0, 3.0, 4.0],
        (0, 3.2),
        (-2, 1),
        Text(
            "The best variance is the squared error: 1 and 2.25. A smaller one costs much, a "
            "larger one its logarithm.",
            "最適な分散は二乗誤差(1 と 2.25)である。小さすぎると損失が急に増え、"
            "大きすぎても対数の分だけ増える。",
        ),
        Text(
            "Left the loss over the predicted variance for two errors, right its gradients.",
            "左は2つの誤差についての予測した分散に対する損失、右はその勾配。",
        ),
    )


def dice_loss(concept: Concept) -> Drawing:
    """Draw the loss of a region of 4 pixels in 16, over the probability within and without."""
    y = np.linspace(0, 1, 41)
    t = np.zeros((1, 16))
    t[:, :4] = 1

    def of(inside: bool) -> Callable[[float], tuple[float, float]]:
        layer = implementation("numpy", concept)()

        def one(v: float) -> tuple[float, float]:
            given = np.where(t == 1, v, 0.1) if inside else np.where(t == 1, 0.9, v)
            value = float(layer.forward(given, t))
            return value, float(layer.backward(1.0)[t == (1 if inside else 0)].sum())

        return one

    return panels(
        y,
        [
            (Text("within the region", "領域の内側"), each_of(y, of(True))),
            (Text("without", "外側"), each_of(y, of(False))),
        ],
        Text("probability y of these pixels", "その部分の画素の確率 y"),
        [0.0, 0.5, 1.0],
        (0, 1),
        (-1.5, 1.5),
        Text(
            "A region of 4 pixels in 16. What is said within it lowers the loss, what is said "
            "without raises it.",
            "16画素のうち4画素の領域。内側の確率を上げると損失は減り、外側の確率を上げると増える。",
        ),
        Text(
            "Left the Dice loss over the probability within and without the region, right its "
            "gradients.",
            "左は領域の内側と外側の確率に対する Dice 損失、右はその勾配。",
        ),
    )


FIGURES = {
    f.__name__: f
    for f in (
        mean_absolute_error, huber, hinge_loss, negative_log_likelihood, focal_loss, gaussian_nll,
        dice_loss, triplet_loss,
    )
}  # fmt: skip
