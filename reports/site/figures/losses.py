"""Loss functions over the prediction, with the gradient that the backward pass gives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.losses.next_sentence_loss import NextSentenceLoss
from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import WIDTH, Drawing, Sheet

Pair = tuple[np.ndarray, np.ndarray]
LOSS = Text("loss L", "損失 L")


def panels(
    x: np.ndarray,
    curves: list[tuple[Text, Pair]],
    x_label: Text,
    x_ticks: list[float],
    loss_range: tuple[float, float],
    slope_range: tuple[float, float],
    caption: Text,
    alternative: Text,
    value: Text = LOSS,
) -> Drawing:
    """Draw the losses on the left and their gradients on the right."""
    sheet = Sheet(226)
    width = WIDTH / 2 - 56
    spans = (float(x[0]), float(x[-1]))
    left = Chart(sheet, (36, 44, width, 130), spans, loss_range)
    right = Chart(sheet, (WIDTH / 2 + 36, 44, width, 130), spans, slope_range)

    def ticks(low: float, high: float) -> list[float]:
        step = 10 ** np.floor(np.log10(high - low)) / 2
        while (high - low) / step > 4:
            step *= 2
        return list(np.arange(np.ceil(low / step), high / step + 0.01) * step)

    left.frame(x_ticks, ticks(*loss_range), x_label, value)
    right.frame(x_ticks, ticks(*slope_range), x_label, Text("gradient", "勾配"))
    for i, (_, (loss, slope)) in enumerate(curves):
        left.line(x, np.where(loss <= loss_range[1], loss, np.nan), i)
        inside = (slope >= slope_range[0]) & (slope <= slope_range[1])
        right.line(x, np.where(inside, slope, np.nan), i)
    sheet.legend(36, 12, [(name, i) for i, (name, _) in enumerate(curves)])
    return Drawing(sheet, caption, alternative)


def each_of(x: np.ndarray, one: Callable[[float], tuple[float, float]]) -> Pair:
    """Return the losses and the gradients that ``one`` gives for each number."""
    found = np.array([one(float(v)) for v in x])
    return found[:, 0], found[:, 1]


def _regression(concept: Concept) -> Drawing:
    y = np.linspace(-2, 3, 51)

    def one(v: float) -> tuple[float, float]:
        layer = implementation("numpy", concept)()
        value = float(layer.forward(np.array([[v]]), np.array([[0.5]])))
        return value, float(layer.backward(1.0)[0, 0])

    half = concept.twin == "HalfSquaredError"
    caption = (
        Text(
            "A parabola around the target 0.5. With the half in front, the gradient is y - t "
            "itself.",
            "目標 0.5 を頂点とする放物線。1/2 を付けておくと、勾配はちょうど y - t になる。",
        )
        if half
        else Text(
            "A parabola around the target 0.5. Without the half the gradient is twice the error, "
            "divided by how many numbers there are.",
            "目標 0.5 を頂点とする放物線。1/2 がないので、"
            "勾配は誤差の2倍を要素数で割ったものになる。",
        )
    )
    return panels(
        y,
        [(concept.title, each_of(y, one))],
        Text("prediction y", "予測 y"),
        [-2, -1, 0, 1, 2, 3],
        (0, 6.5),
        (-5.2, 5.2),
        caption,
        Text(
            "The loss over the prediction is a parabola, its gradient a straight line.",
            "予測に対する損失の放物線と、勾配の直線。",
        ),
    )


def _binary(concept: Concept, x: np.ndarray, label: Text, ticks: list[float], **shown) -> Drawing:
    layer = implementation("numpy", concept)()

    def of(t: float) -> Callable[[float], tuple[float, float]]:
        def one(v: float) -> tuple[float, float]:
            value = float(layer.forward(np.array([[v]]), np.array([[t]])))
            return value, float(layer.backward(1.0)[0, 0])

        return one

    curves = [(Text(f"target t = {t:g}", f"目標 t = {t:g}"), each_of(x, of(t))) for t in (1.0, 0.0)]
    return panels(
        x,
        curves,
        label,
        ticks,
        alternative=Text(
            "The loss and its gradient over the prediction, for the targets 1 and 0.",
            "目標が 1 と 0 の場合の、予測に対する損失とその勾配。",
        ),
        **shown,
    )


def binary_cross_entropy(concept: Concept) -> Drawing:
    """Draw binary cross-entropy over the probability."""
    return _binary(
        concept,
        np.linspace(0.01, 0.99, 50),
        Text("probability y", "確率 y"),
        [0.0, 0.5, 1.0],
        loss_range=(0, 5),
        slope_range=(-20, 20),
        caption=Text(
            "A confident wrong answer costs without limit: the loss and its gradient grow as y "
            "nears "
            "the wrong end.",
            "自信をもって誤ると、損失は際限なく大きくなる。y が誤った端に近づくほど、損失も勾配も"
            "急に増す。",
        ),
    )


def binary_cross_entropy_with_logits(concept: Concept) -> Drawing:
    """Draw binary cross-entropy over the score."""
    return _binary(
        concept,
        np.linspace(-6, 6, 49),
        Text("score x", "スコア x"),
        [-6, -3, 0, 3, 6],
        loss_range=(0, 6.5),
        slope_range=(-1.1, 1.1),
        caption=Text(
            "Over the score the loss becomes a straight line and the gradient is sigmoid(x) - t, "
            "never more than 1: nothing overflows.",
            "スコアに対しては損失が直線に近づき、勾配は sigmoid(x) - t で大きさは 1 を超えない。"
            "オーバーフローが起こらない。",
        ),
    )


def _classes(concept: Concept, of_scores: bool, caption: Text) -> Drawing:
    layer = implementation("numpy", concept)()
    x = np.linspace(-6, 6, 49) if of_scores else np.linspace(0.01, 0.98, 50)

    def one(right: bool) -> Callable[[float], tuple[float, float]]:
        def of(v: float) -> tuple[float, float]:
            rest = [0.0, 0.0] if of_scores else [(1 - v) / 2, (1 - v) / 2]
            t = np.array([0 if right else 1])
            value = float(layer.forward(np.array([[v, *rest]]), t))
            return value, float(layer.backward(1.0)[0, 0])

        return of

    curves = [
        (Text("its class is right", "そのクラスが正解"), each_of(x, one(True))),
        (Text("another class is", "別のクラスが正解"), each_of(x, one(False))),
    ]
    label = (
        Text("score of one class", "1つのクラスのスコア")
        if of_scores
        else Text("probability of one class", "1つのクラスの確率")
    )
    return panels(
        x,
        curves,
        label,
        [-6, -3, 0, 3, 6] if of_scores else [0.0, 0.5, 1.0],
        (0, 7.0) if of_scores else (0, 5),
        (-1.1, 1.1) if of_scores else (-20, 2),
        caption,
        Text(
            "The loss and its gradient over one class' value, where it is the right one and where "
            "another is.",
            "あるクラスの値に対する損失とその勾配。そのクラスが正解の場合と、"
            "別のクラスが正解の場合。",
        ),
    )


def softmax_cross_entropy(concept: Concept) -> Drawing:
    """Draw softmax and cross-entropy in one, over a score."""
    return _classes(
        concept,
        True,
        Text(
            "Softmax and cross-entropy in one: the gradient is the share less the target, y - t, "
            "so "
            "it stays between -1 and 1.",
            "ソフトマックスと交差エントロピーを一体にすると、勾配は割合と目標の差 y - t になり、"
            "-1 から 1 に収まる。",
        ),
    )


def cross_entropy(concept: Concept) -> Drawing:
    """Draw cross-entropy over a probability."""
    return _classes(
        concept,
        False,
        Text(
            "Only the probability of the right class counts: the loss is -log y, its gradient -1 "
            "/ y. "
            "Where another class is right, this one has no gradient.",
            "効くのは正解クラスの確率だけで、損失は -log y、勾配は -1 / y。別のクラスが正解なら、"
            "このクラスの勾配は 0 である。",
        ),
    )


def taught_cross_entropy(concept: Concept) -> Drawing:
    """Draw the taught cross-entropy over a probability."""
    return _classes(
        concept,
        False,
        Text(
            "As the course writes it: 1e-7 is added within the logarithm, so that y = 0 costs 16.1 "
            "and not infinity. Anywhere else it makes no visible difference.",
            "講座の書き方では対数の中に 1e-7 を足すので、y = 0 でも損失は無限大ではなく 16.1 "
            "になる。"
            "それ以外では目に見える差はない。",
        ),
    )


def next_sentence_loss(concept: Concept) -> Drawing:
    """Draw the loss of a pair over the difference of its logits, for both labels."""
    lead = np.linspace(-6, 6, 121)
    x = np.stack([lead, 0 * lead], axis=1)
    sheet = Sheet(232)
    chart = Chart(sheet, (40, 46, WIDTH - 60, 136), (-6, 6), (0, 6))
    chart.frame(
        [-6, -4, -2, 0, 2, 4, 6],
        [0, 2, 4, 6],
        Text('logit of "follows" less that of "does not"', "「続く」と「続かない」のロジットの差"),
    )
    for label in (0, 1):
        L = NextSentenceLoss("none").forward(x, np.full(len(lead), label))
        chart.line(lead, L, label, clip=True)
    sheet.legend(40, 16, [("t = 0", 0), ("t = 1", 1)], 10)
    return Drawing(
        sheet,
        Text(
            "The loss of one pair. Where both logits are equal it is log 2 = 0.69; it falls to 0 "
            "on the side of the right answer, and rises like the lead of the wrong one.",
            "1組の損失。2つのロジットが等しければ log 2 = 0.69 である。"
            "正解の側では 0 に近づき、誤答の側では差に比例して増える。",
        ),
        Text(
            "Two curves, mirror images: each falls to 0 on one side and rises on the other.",
            "左右対称の2本の曲線。それぞれ一方では 0 に近づき、もう一方では増える。",
        ),
    )


FIGURES = {
    "next_sentence_loss": next_sentence_loss,
    "half_squared_error": _regression,
    "mean_squared_error": _regression,
    "binary_cross_entropy": binary_cross_entropy,
    "binary_cross_entropy_with_logits": binary_cross_entropy_with_logits,
    "softmax_cross_entropy": softmax_cross_entropy,
    "cross_entropy": cross_entropy,
    "taught_cross_entropy": taught_cross_entropy,
}
