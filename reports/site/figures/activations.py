"""Activation functions: y and its derivative; for the softmaxes, scores and what they become."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation
from reports.site.drawing import elementwise
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, Drawing, Sheet, number

SCORES = np.array([2.0, 1.0, 0.5, -1.0])
UPSTREAM = np.array([0.0, 1.0, 0.0, 0.0])


def _curves(concept: Concept, caption: Text) -> Drawing:
    title = concept.title
    alternative = Text(
        f"Curves of y and dy/dx of {title.en} for x from -4 to 4.",
        f"x が -4 から 4 のときの{title.ja}の y と dy/dx の曲線。",
    )
    layer = implementation("numpy", concept)()
    return elementwise.draw(layer, caption, alternative, kink=True)


def step(concept: Concept) -> Drawing:
    """Draw the step function."""
    return _curves(
        concept,
        Text(
            "y jumps from 0 to 1; its derivative is 0 on both sides, so no gradient comes through.",
            "y は 0 から 1 へ跳ぶ。微分は両側とも 0 なので、勾配は伝わらない。",
        ),
    )


def identity(concept: Concept) -> Drawing:
    """Draw the identity."""
    return _curves(
        concept,
        Text(
            "What goes in comes out, and the gradient passes unchanged: dy/dx is 1 everywhere.",
            "入力がそのまま出力になり、勾配もそのまま伝わる。dy/dx はどこでも 1 である。",
        ),
    )


def sigmoid(concept: Concept) -> Drawing:
    """Draw the sigmoid."""
    return _curves(
        concept,
        Text(
            "The derivative is at most 1/4, at 0, and all but gone beyond 4: layer by layer the "
            "gradient vanishes.",
            "微分は 0 で最大の 1/4、4 を超えるとほぼ消える。層を重ねるほど勾配が消失していく。",
        ),
    )


def tanh(concept: Concept) -> Drawing:
    """Draw the hyperbolic tangent."""
    return _curves(
        concept,
        Text(
            "Centred on 0, with a derivative of 1 there; it saturates sooner than the sigmoid.",
            "0 を中心とし、そこでの微分は 1。シグモイドより早く飽和する。",
        ),
    )


def relu(concept: Concept) -> Drawing:
    """Draw ReLU."""
    return _curves(
        concept,
        Text(
            "Positive inputs pass, and so does their gradient, unshrunk; the rest gives 0. The "
            "derivative at 0 itself (the dot) is a convention: 0.",
            "正の入力とその勾配はそのまま通り、それ以外は 0 になる。0 "
            "ちょうどでの微分(点)は規約で、"
            "ここでは 0 とする。",
        ),
    )


def leaky_relu(concept: Concept) -> Drawing:
    """Draw leaky ReLU."""
    return _curves(
        concept,
        Text(
            "Below 0 a hundredth of x is let through, so that no unit is dead for ever.",
            "0 未満でも x の100分の1を通すので、ユニットが永久に働かなくなることがない。",
        ),
    )


def prelu(concept: Concept) -> Drawing:
    """Draw PReLU."""
    return _curves(
        concept,
        Text(
            "As leaky ReLU, but the slope a below 0 is learned; it starts at 0.25.",
            "Leaky ReLU と同じ形だが、0 未満での傾き a を学習する。初期値は 0.25。",
        ),
    )


def elu(concept: Concept) -> Drawing:
    """Draw ELU."""
    return _curves(
        concept,
        Text(
            "Below 0 it bends smoothly towards -alpha, which keeps the mean of the outputs near 0.",
            "0 未満では -alpha へ滑らかに近づき、出力の平均を 0 の近くに保つ。",
        ),
    )


def selu(concept: Concept) -> Drawing:
    """Draw SELU."""
    return _curves(
        concept,
        Text(
            "ELU, stretched: steeper than 1 above 0, and down to -1.758 below. So mean 0 and "
            "variance 1 are kept from layer to layer.",
            "ELU を引き伸ばした形。0 より上の傾きは 1 より大きく、下では -1.758 に近づく。"
            "これにより平均 0・分散 1 が層を越えて保たれる。",
        ),
    )


def swish(concept: Concept) -> Drawing:
    """Draw Swish."""
    return _curves(
        concept,
        Text(
            "x, gated by its own sigmoid: a smooth ReLU that dips to -0.28 near -1.28, with a "
            "derivative that exceeds 1.",
            "x に自身のシグモイドを掛けたもの。滑らかな ReLU で、-1.28 付近で -0.28 まで下がり、"
            "微分は 1 を超えるところがある。",
        ),
    )


def hard_sigmoid(concept: Concept) -> Drawing:
    """Draw the hard sigmoid."""
    return _curves(
        concept,
        Text(
            "Three lines for the sigmoid: 0 below -3, 1 above 3, and a slope of 1/6 between them.",
            "シグモイドを3本の直線で近似する。-3 以下は 0、3 以上は 1、その間の傾きは 1/6 である。",
        ),
    )


def gelu(concept: Concept) -> Drawing:
    """Draw GELU."""
    return _curves(
        concept,
        Text(
            "x times the share of a normal distribution below x: a smooth ReLU that dips below 0, "
            "with a derivative that exceeds 1.",
            "x に、正規分布で x を下回る割合を掛けたもの。滑らかな ReLU で、一度 0 を下回り、"
            "微分は 1 を超えるところがある。",
        ),
    )


def softplus(concept: Concept) -> Drawing:
    """Draw softplus."""
    return _curves(
        concept,
        Text(
            "A smooth ReLU; its derivative is the sigmoid.",
            "滑らかな ReLU であり、その微分はシグモイド関数である。",
        ),
    )


def _of_scores(concept: Concept, title: Text, caption: Text) -> Drawing:
    layer = implementation("numpy", concept)()
    y = layer.forward(SCORES[None])[0]
    dx = layer.backward(UPSTREAM[None])[0]
    sheet = Sheet(190)
    panels = (
        (Text("scores x", "スコア x"), SCORES, C1),
        (title, y, C1),
        (Text("dx for dy = (0, 1, 0, 0)", "dy = (0, 1, 0, 0) の dx"), dx, C2),
    )
    for i, (name, values, colour) in enumerate(panels):
        box = (24 + i * 142, 40, 118, 116)
        reach = max(abs(values.min()), abs(values.max())) * 1.25
        low = -reach if values.min() < 0 else 0.0
        high = reach if values.max() > 0 else reach * 0.1
        chart = Chart(sheet, box, (-0.6, 3.6), (low, high))
        at = (box[0], float(chart.py(0)))
        sheet.segments([[at, (box[0] + box[2], at[1])]], width=1.0)
        chart.bars(values, colour, written=lambda v: number(v, 2))
        sheet.text(box[0], 16, name, 10)
        for k in range(4):
            sheet.text(float(chart.px(k)), 172, str(k + 1), 10, anchor="middle")
    return Drawing(
        sheet,
        caption,
        Text(
            f"Bars: four scores, what {concept.title.en} makes of them, and the gradient of one.",
            f"棒グラフ:4つのスコア、{concept.title.ja}の出力、その1つの勾配。",
        ),
    )


def softmax(concept: Concept) -> Drawing:
    """Draw softmax for four scores."""
    return _of_scores(
        concept,
        Text("softmax y", "ソフトマックス y"),
        Text(
            "Scores become shares that add up to 1. Raising one share takes from all others: the "
            "gradient is positive for one and negative for the rest.",
            "スコアは合計 1 の割合になる。1つの割合を上げると他のすべてが減るので、勾配は1つが正、"
            "残りは負になる。",
        ),
    )


def log_softmax(concept: Concept) -> Drawing:
    """Draw the logarithm of softmax for four scores."""
    return _of_scores(
        concept,
        Text("log-softmax y", "対数ソフトマックス y"),
        Text(
            "The logarithms of the shares, all below 0, without ever computing a tiny exponential. "
            "The gradient is dy less the shares.",
            "割合の対数で、すべて 0 未満。極端に小さな指数を計算せずに求める。勾配は dy から割合を"
            "引いたものになる。",
        ),
    )


FIGURES = {
    f.__name__: f
    for f in (
        step, identity, sigmoid, tanh, relu, leaky_relu, prelu, elu, selu, gelu, swish,
        hard_sigmoid, softplus, softmax, log_softmax,
    )
}  # fmt: skip
