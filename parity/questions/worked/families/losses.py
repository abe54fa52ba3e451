"""Losses and their gradients, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import (
    Draws,
    Problem,
    Wrong,
    listed,
    ours,
    shown,
    slips,
    worked,
)

LN2 = float(np.log(2))
HALVES = {0.5: 1, 0.25: 2, 0.125: 3, 0.0625: 4}


@worked("cross_entropy_of_powers", items=("3-1-3", "1-2-2"), concepts=("cross_entropy",))
def _cross_entropy_of_powers(d: Draws) -> Problem:
    rows = d.several(
        2, (0.5, 0.25, 0.25), (0.25, 0.5, 0.25), (0.125, 0.375, 0.5), (0.0625, 0.4375, 0.5)
    )
    labels = [d.pick(*(i for i, p in enumerate(row) if p in HALVES)) for row in rows]
    t = np.eye(3)[labels]
    right = float(ours("cross_entropy")().forward(np.array(rows), t))
    shown_rows = "; ".join(f"({listed(row)})" for row in rows)
    classes = ", ".join("ABC"[label] for label in labels)
    return Problem(
        Text(
            f"For two examples a network gives the probabilities of the classes A, B, C: {shown_rows}. "
            f"The right classes are {classes}. What is the cross-entropy, averaged over the examples, "
            "in natural logarithms? (ln 2 = 0.693)",
            f"2件のデータについて、ネットワークがクラス A、B、C の確率 {shown_rows} を出力した。正解は "
            f"{classes} である。データについて平均した交差エントロピー誤差(自然対数)はいくらか。"
            "(ln 2 = 0.693)",
        ),
        right,
        Text(
            f"−ln of the right classes' probabilities: {listed([rows[i][labels[i]] for i in (0, 1)])}, "
            "then the mean of the two.",
            f"正解クラスの確率 {listed([rows[i][labels[i]] for i in (0, 1)])} の −ln を求め、2件で平均する。",
        ),
        (
            Wrong(
                2 * right,
                Text(
                    "Summed over the examples, not averaged.",
                    "データについて平均せず、合計している。",
                ),
            ),
            Wrong(
                float(np.mean([-np.log(rows[i]).sum() for i in (0, 1)])),
                Text(
                    "Sums over every class; the target is 0 for the wrong ones.",
                    "すべてのクラスについて足している。不正解のクラスでは教師が 0 である。",
                ),
            ),
            Wrong(
                float(np.mean([-(np.array(row) * np.log(row)).sum() for row in rows])),
                Text(
                    "That is the entropy of the outputs; the targets do not enter.",
                    "出力のエントロピーであり、教師を使っていない。",
                ),
            ),
            Wrong(
                right / LN2,
                Text("In bits: the logarithm is to the base 2.", "底が 2 の対数で求めている。"),
            ),
            Wrong(
                -right,
                Text(
                    "The minus is forgotten; the loss would be negative.",
                    "マイナスを忘れている。損失が負になる。",
                ),
            ),
            Wrong(
                float(-np.log(np.mean([rows[i][labels[i]] for i in (0, 1)]))),
                Text(
                    "The logarithm of the mean, not the mean of the logarithms.",
                    "対数の平均ではなく、確率の平均の対数を求めている。",
                ),
            ),
        ),
        places=3,
    )


@worked(
    "softmax_cross_entropy_gradient", items=("3-1-3", "3-2-2"), concepts=("softmax_cross_entropy",)
)
def _softmax_cross_entropy_gradient(d: Draws) -> Problem:
    y = d.pick((0.2, 0.3, 0.5), (0.1, 0.6, 0.3), (0.7, 0.2, 0.1), (0.4, 0.4, 0.2))
    label, asked = d.whole(0, 2), d.whole(0, 2)
    n = d.pick(2, 4, 5)

    def gradient(kind: Any) -> float:
        x = np.tile(np.log(y), (n, 1))
        loss = kind()
        loss.forward(x, np.full(n, label))
        return float(loss.backward()[0, asked])

    return Problem(
        Text(
            f"For one of {n} examples the softmax gives y = ({listed(y)}); its right class is "
            f"number {label + 1}. The loss is the cross-entropy averaged over the {n} examples. What is "
            f"its gradient with respect to this example's logit {asked + 1}?",
            f"{n} 件のミニバッチのうちの1件で、ソフトマックスの出力が y = ({listed(y)})、正解は {label + 1} 番目"
            f"のクラスであった。損失は {n} 件で平均した交差エントロピーである。このデータの {asked + 1} 番目の"
            "ロジットに関する損失の勾配はいくらか。",
        ),
        gradient(ours("softmax_cross_entropy")),
        Text(
            f"(y − t) / N: the output less the one-hot target, divided by the {n} examples over which "
            "the loss is averaged.",
            f"(y − t) / N である。出力から one-hot の教師を引き、平均した {n} 件で割る。",
        ),
        (
            *slips(
                "softmax_cross_entropy",
                gradient,
                "target_not_subtracted",
                "gradient_not_averaged",
                "averaged_over_the_classes",
            ),
            Wrong(
                ((asked == label) - y[asked]) / n,
                Text("Of the wrong sign: t − y.", "符号が逆で、t − y になっている。"),
            ),
            Wrong(
                -(asked == label) / y[asked] / n,
                Text(
                    "That is the gradient with respect to the probability, before the softmax's own.",
                    "確率に関する勾配であり、ソフトマックスの微分が入っていない。",
                ),
            ),
            Wrong(
                y[asked] * (1 - y[asked]) / n,
                Text(
                    "That is the softmax's own slope, y (1 − y).",
                    "ソフトマックス自身の傾き y (1 − y) を使っている。",
                ),
            ),
        ),
    )


@worked(
    "binary_cross_entropy_of_powers", items=("3-1-3", "1-2-2"), concepts=("binary_cross_entropy",)
)
def _binary_cross_entropy_of_powers(d: Draws) -> Problem:
    p = d.several(2, 0.5, 0.25, 0.125, 0.75)
    p = tuple(x if x != 0.75 else 0.5 for x in p)
    t = d.pick((1, 0), (0, 1), (1, 1))
    if t == (1, 0):
        p = (p[0], 1 - p[1])
    elif t == (0, 1):
        p = (1 - p[0], p[1])
    loss = ours("binary_cross_entropy")
    right = float(loss().forward(np.array(p)[:, None], np.array(t, float)[:, None]))
    return Problem(
        Text(
            f"A classifier of two classes gives p = ({listed(p)}) for two examples, the probability of "
            f"class 1; the targets are ({listed(t)}). What is the binary cross-entropy, averaged over "
            "the examples? (ln 2 = 0.693)",
            f"2値分類器が2件のデータについてクラス 1 の確率 p = ({listed(p)}) を出力した。教師は "
            f"({listed(t)}) である。データについて平均した2値交差エントロピーはいくらか。(ln 2 = 0.693)",
        ),
        right,
        Text(
            "−ln p where the target is 1, −ln(1 − p) where it is 0; then the mean.",
            "教師が 1 なら −ln p、0 なら −ln(1 − p) とし、平均する。",
        ),
        (
            Wrong(2 * right, Text("Summed, not averaged.", "平均せず、合計している。")),
            Wrong(
                float(np.mean([-a * np.log(b) for a, b in zip(t, p, strict=True)])),
                Text(
                    "The term of the targets 0 is left out.",
                    "教師が 0 の項 −ln(1 − p) を落としている。",
                ),
            ),
            Wrong(
                float(np.mean([-np.log(b) for b in p])),
                Text(
                    "−ln p is taken for both, whatever the target.",
                    "教師によらず −ln p を使っている。",
                ),
            ),
            Wrong(
                float(np.mean([-np.log(1 - b if a else b) for a, b in zip(t, p, strict=True)])),
                Text("p and 1 − p are exchanged.", "p と 1 − p を取り違えている。"),
            ),
            Wrong(
                right / LN2,
                Text("In bits: the logarithm is to the base 2.", "底が 2 の対数で求めている。"),
            ),
        ),
        places=3,
    )


@worked("mean_squared_error_gradient", items=("3-1-2",), concepts=("mean_squared_error",))
def _mean_squared_error_gradient(d: Draws) -> Problem:
    y = d.wholes(4, 0, 6)
    t = tuple(a + e for a, e in zip(y, d.several(4, 1, -2, 3, -1), strict=True))
    at = d.whole(0, 3)

    def gradient(kind: Any) -> float:
        loss = kind()
        loss.forward(np.array(y, float)[:, None], np.array(t, float)[:, None])
        return float(loss.backward()[at, 0])

    return Problem(
        Text(
            f"The outputs of a regression are y = ({listed(y)}), the targets t = ({listed(t)}). The loss "
            f"is the mean of the four squared errors, without ½. What is ∂L/∂y{'₁₂₃₄'[at]}?",
            f"回帰の出力が y = ({listed(y)})、教師が t = ({listed(t)}) である。損失は4つの2乗誤差の平均"
            f"(½ は付けない)とする。∂L/∂y{'₁₂₃₄'[at]} はいくらか。",
        ),
        gradient(ours("mean_squared_error")),
        Text("2 (y − t) / 4.", "2 (y − t) / 4 である。"),
        (
            *slips("mean_squared_error", gradient, "factor_2_dropped", "gradient_not_averaged"),
            Wrong(
                -2 * (y[at] - t[at]) / 4,
                Text("Of the wrong sign: t − y.", "符号が逆で、t − y になっている。"),
            ),
            Wrong(
                (y[at] - t[at]) ** 2 / 4,
                Text(
                    "That is the term of the loss, not its derivative.",
                    "損失の項そのもので、微分していない。",
                ),
            ),
            Wrong(
                y[at] - t[at],
                Text("That is the gradient of ½ Σ (y − t)².", "½ Σ (y − t)² の勾配である。"),
            ),
        ),
    )


@worked("label_smoothing_target", items=("3-1-3",), concepts=("label_smoothing",))
def _label_smoothing_target(d: Draws) -> Problem:
    classes, epsilon = d.pick(4, 5, 10), d.pick(0.1, 0.2)
    right = 1 - epsilon + epsilon / classes
    return Problem(
        Text(
            f"Labels of {classes} classes are smoothed with ε = {epsilon}: t' = (1 − ε) t + ε / K for "
            f"K = {classes}. What is the target of the right class?",
            f"{classes} クラス分類のラベルを、ε = {epsilon}、K = {classes} として t' = (1 − ε) t + ε / K で"
            "平滑化する。正解クラスの教師の値はいくらか。",
        ),
        right,
        Text(
            f"(1 − {epsilon}) + {epsilon} / {classes}: the right class gets its share of ε too.",
            f"(1 − {epsilon}) + {epsilon} / {classes} である。正解クラスにも ε が等分される。",
        ),
        (
            Wrong(
                1 - epsilon,
                Text(
                    "ε is shared among the wrong classes alone.",
                    "ε を不正解のクラスだけに配っている。",
                ),
            ),
            Wrong(
                1 - epsilon / classes,
                Text("Only one share of ε is taken away.", "ε の1クラス分しか引いていない。"),
            ),
            Wrong(
                epsilon / classes,
                Text("That is the target of a wrong class.", "不正解クラスの値である。"),
            ),
            Wrong(
                1 - epsilon + epsilon / (classes - 1),
                Text("ε is divided by K − 1.", "ε を K − 1 で割っている。"),
            ),
        ),
    )


@worked("perplexity_of_powers", items=("3-5-3", "2-1-12"), concepts=("perplexity",))
def _perplexity_of_powers(d: Draws) -> Problem:
    powers = d.pick((1, 3), (2, 4), (1, 1, 4), (2, 2, 5), (1, 2, 3), (3, 3, 0))
    ps = tuple(0.5**k for k in powers)
    right = 2.0 ** (sum(powers) / len(powers))
    return Problem(
        Text(
            f"A language model gave the words that came the probabilities {listed(ps)}. What is its "
            "perplexity over them?",
            f"言語モデルが、実際に現れた単語に与えた確率は順に {listed(ps)} であった。"
            "パープレキシティはいくらか。",
        ),
        right,
        Text(
            "exp of the mean of −ln p, that is the inverse of the probabilities' geometric mean: "
            f"2 to the power {shown(sum(powers) / len(powers), 2)}.",
            "−ln p の平均の exp、つまり確率の幾何平均の逆数で、"
            f"2 の {shown(sum(powers) / len(powers), 2)} 乗である。",
        ),
        (
            Wrong(
                len(ps) / sum(ps),
                Text(
                    "The inverse of the arithmetic mean of the probabilities.",
                    "確率の算術平均の逆数を取っている。",
                ),
            ),
            Wrong(
                float(np.mean([1 / p for p in ps])),
                Text("The mean of the inverse probabilities.", "確率の逆数を平均している。"),
            ),
            Wrong(
                2.0 ** sum(powers),
                Text(
                    "The sum of −ln p is not divided by the number of words.",
                    "−ln p の和を単語数で割っていない。",
                ),
            ),
            Wrong(
                sum(powers) / len(powers) * LN2,
                Text(
                    "That is the cross-entropy; the exponential is left out.",
                    "交差エントロピーのままで、exp を取っていない。",
                ),
            ),
        ),
        places=2,
    )


@worked("smaller_error", items=("3-1-2", "2-1-12"), concepts=("mean_squared_error",))
def _errors(d: Draws) -> Problem:
    e = d.pick((3, -4, 0, 0), (1, -1, 5, -3), (2, 2, -2, 6), (0, 3, 0, -4), (-6, 8, 0, 0))
    rmse = float(np.sqrt(np.mean(np.square(e))))
    return Problem(
        Text(
            f"A regression's errors on four examples are {listed(e)}. What is the root mean squared error?",
            f"回帰モデルの4件のデータでの誤差が {listed(e)} であった。RMSE(平均2乗誤差の平方根)はいくらか。",
        ),
        rmse,
        Text(
            f"The squares sum to {sum(x * x for x in e)}; divided by 4, then the root.",
            f"2乗の和は {sum(x * x for x in e)}。4 で割ってから平方根を取る。",
        ),
        (
            Wrong(
                rmse**2,
                Text("The root is forgotten: that is the MSE.", "平方根を忘れた MSE である。"),
            ),
            Wrong(
                float(np.mean(np.abs(e))),
                Text("That is the mean absolute error.", "平均絶対誤差(MAE)である。"),
            ),
            Wrong(
                float(np.sqrt(np.sum(np.square(e)))),
                Text(
                    "The sum is not divided by the number of examples.", "データ数で割っていない。"
                ),
            ),
            Wrong(
                float(np.sqrt(np.sum(np.square(e)))) / 4,
                Text("Divided by 4 after the root.", "平方根を取ってから 4 で割っている。"),
            ),
        ),
        places=3,
    )
