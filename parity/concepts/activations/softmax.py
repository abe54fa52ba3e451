"""Softmax."""

from __future__ import annotations

import numpy as np

from parity.concepts.activations._points import LARGE_LOGITS, ONE_CLASS_WINS
from parity.concepts.activations._softmax_axis import GUESSED, NAMED
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _first_of_two(of: Implementations, a: Arrays) -> Arrays:
    """Return the probability of the first of two classes; only it has an upstream gradient."""
    softmax = of("softmax")()
    y = softmax.forward(a["x"])[:, 0]
    return {"y": y, "dx": softmax.backward(a["dy"] * [1.0, 0.0])}


def _sigmoid_of_the_difference(of: Implementations, a: Arrays) -> Arrays:
    """Return sigmoid(x_0 - x_1), whose gradient goes to x_0 and, negative, to x_1."""
    sigmoid = of("sigmoid")()
    y = sigmoid.forward(a["x"][:, 0] - a["x"][:, 1])
    d = sigmoid.backward(a["dy"][:, 0])
    return {"y": y, "dx": np.stack([d, -d], axis=1)}


Softmax = Concept(
    kind="layer",
    order=11,
    syllabus=("3-1-3", "3-1-4"),
    needs=("sigmoid",),
    title=Text("Softmax", "ソフトマックス関数"),
    summary=Text(
        "Turns scores into probabilities that sum to 1 along one axis. Each output depends on all "
        "the inputs, so the derivative is a full matrix y_i ([i = j] - y_j).",
        "スコアを、ある軸に沿って和が 1 になる確率に変える。各出力がすべての入力に依存するので、"
        "微分は y_i ([i = j] - y_j) を成分とする行列になる。",
    ),
    why=Text(
        "A network that chooses between classes ends in scores, which may be any numbers. To be "
        "compared with a target they must become probabilities: positive, and 1 in all. Softmax "
        "takes the exponential of each score and divides by their sum. Only the differences "
        "between scores count, so the largest may be taken off all of them, and nothing overflows. "
        "Unlike a hard maximum it has a gradient for every score, not for the winner alone.",
        "クラスを選ぶネットワークの最後の出力は、任意の実数をとるスコアである。"
        "正解と比べるには、正で、和が 1 になる確率に直さなければならない。"
        "ソフトマックス関数は各スコアの指数をとり、その和で割る。"
        "効くのはスコアの差だけなので、最大のスコアを全体から引いておけばオーバーフローしない。"
        "最大値を選ぶだけの関数とは違い、勝ったクラスだけでなくすべてのスコアに勾配が流れる。",
    ),
    equation="y_i = exp(x_i) / sum_j exp(x_j),  dx_i = y_i (dy_i - sum_j dy_j y_j)",
    formula=(
        r"y_i = \frac{\exp(x_i)}{\sum_j \exp(x_j)} = "
        r"\frac{\exp(x_i - c)}{\sum_j \exp(x_j - c)}",
        r"c = \max_j x_j",
        r"\frac{\partial L}{\partial x_i} = "
        r"y_i \left(\frac{\partial L}{\partial y_i} - \sum\limits_j \frac{\partial "
        r"L}{\partial y_j} y_j\right)",
    ),
    derivation=(
        Step(
            heading=Text(
                "A score stands in its own numerator and in everybody's denominator",
                "スコアは自分の分子と、全員の分母に現れる",
            ),
            text=Text(
                "The shift c cancels in the quotient, so it counts as a constant. S is the common "
                "denominator.",
                "引いた c は約分されて消えるので、定数とみなしてよい。S は共通の分母である。",
            ),
            equation=(
                r"e_i = \exp(x_i - c), \quad S = \sum_j e_j, \quad y_i = \frac{e_i}{S}"
                "\n"
                r"\frac{\partial e_i}{\partial x_i} = e_i, \quad \frac{\partial S}{\partial x_i} = "
                r"e_i"
            ),
        ),
        Step(
            heading=Text(
                "The own score raises an output, every other one lowers it",
                "自分のスコアは出力を上げ、ほかのスコアは下げる",
            ),
            text=Text(
                "J is the slope of the output j along the score i. For j = i the quotient rule has "
                "two terms, eᵢ/S and -eᵢ²/S²; for j ≠ i only the denominator reacts, with -eⱼ "
                "eᵢ/S².",
                "出力 j をスコア i で微分したものを J と書く。j = i なら商の微分により eᵢ/S と"
                " -eᵢ²/S² の2項になり、j ≠ i なら分母だけが変わるので -eⱼ eᵢ/S² になる。",
            ),
            equation=(
                r"J_{ji} = \frac{\partial y_j}{\partial x_i}"
                "\n"
                r"J_{ji} = \begin{cases} y_i (1 - y_i) & (j = i) \\ -y_j y_i & (j \ne i) "
                r"\end{cases}"
            ),
            check=Text(
                "For i = j it has the form of the sigmoid's derivative.",
                "i = j のときは、シグモイド関数の微分と同じ形である。",
            ),
        ),
        Step(
            heading=Text(
                "The chain rule adds up over all outputs",
                "連鎖律により、すべての出力について足し合わせる",
            ),
            text=Text(
                "A term -yⱼ yᵢ stands in every summand, the one with j = i included, which has yᵢ "
                "besides. yᵢ is common to all.",
                "-yⱼ yᵢ の項は j = i の場合も含めてすべてに現れ、j = i のときだけ yᵢ が加わる。"
                "共通の yᵢ でくくる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = \sum_j \frac{\partial L}{\partial y_j} J_{ji}"
                "\n"
                r"\frac{\partial L}{\partial x_i} = y_i \left(\frac{\partial L}{\partial y_i} - "
                r"\sum\limits_j \frac{\partial L}{\partial y_j} y_j\right)"
            ),
        ),
        Step(
            heading=Text(
                "What counts is the distance from the weighted mean",
                "効くのは、加重平均との差だけである",
            ),
            text=Text(
                "The sum is the mean of the upstream gradients with the weights y. A score rises "
                "where its own is below that mean; if all are equal nothing moves, as adding a "
                "constant to all scores changes no output.",
                "引かれる和は、y を重みとする上流の勾配の平均である。"
                "上流の勾配がどれも等しければ、勾配は 0 になる。すべてのスコアに同じ数を"
                "足しても、出力が変わらないことに対応する。",
            ),
            equation=r"\sum_i \frac{\partial L}{\partial x_i} = 0",
            check=Text(
                "An upstream gradient of ones gives 0 everywhere: it cannot tell a right backward "
                "pass from one that returns zeros.",
                "上流の勾配をすべて 1 にすると dx はすべて 0 になる。"
                "これでは、0 を返すだけの逆伝播と見分けがつかない。",
            ),
        ),
    ),
    shapes={"x": "any with the axis of the classes", "y": "as x"},
    sources=(
        "Bridle (1990), Probabilistic interpretation of feedforward classification network "
        "outputs, with relationships to statistical pattern recognition",
    ),
    cases=(
        Case("rows", inputs={"x": normal(4, 7)}),
        Case("last_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": -1}),
        Case("first_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": 0}),
        Case("middle_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": 1}),
        Case("large", inputs={"x": LARGE_LOGITS}, kink=True),
        Case(
            "saturated",
            inputs={"x": ONE_CLASS_WINS},
            zero={"dx": "one class has all the probability, so y_i ([i = j] - y_j) is 0"},
        ),
        Case("one_axis", inputs={"x": normal(5)}, ours=True),
        Case("three_axes", inputs={"x": normal(2, 3, 4)}, ours=True),
        Case(
            "small_probabilities",
            inputs={"x": values([[0.0, -40.0, -60.0, 1.0], [3.0, 1.0, -70.0, -20.0]])},
            by_element=("y",),
        ),
    ),
    divergences=(
        Divergence(
            name="default_axis",
            ja="軸の既定値",
            summary=GUESSED,
            reconciled=NAMED,
            source="torch/nn/functional.py, _get_softmax_dim",
            case="last_axis",
            native={
                "torch": {"callable": "torch.nn.Softmax"},
                "keras": {"callable": "keras.layers.Softmax"},
            },
            quantity="y",
        ),
    ),
    defaults=(
        Default(
            "axis",
            -1,
            torch=("torch.nn.Softmax", "dim", None),
            keras=("keras.layers.Softmax", "axis", -1),
        ),
    ),
    also_called=(
        "softmax_function",
        "softmax_layer",
    ),
    identities=(
        Identity(
            sibling="sigmoid",
            text=Text(
                "Over two logits it is the sigmoid of their difference.",
                "ロジットが2つなら、その差のシグモイドである。",
            ),
            case=Case("two_logits", inputs={"x": normal(5, 2, scale=2.0)}),
            left=_first_of_two,
            right=_sigmoid_of_the_difference,
        ),
    ),
    conventions=(
        Convention(
            name="maximum_of_everything",
            text=Text(
                "The largest value of the whole array is subtracted: right as long as no row lies "
                "some 700 below it, where every exp becomes 0 and 0 / 0 is not a number.",
                "配列全体の最大値を引いている。それより 700 ほど以上小さい行では exp がすべて "
                "0 になり 0 / 0 が NaN になるが、そうでなければ正しい。",
            ),
            like="maximum_of_everything",
        ),
    ),
    mistakes=(
        Mistake(
            name="other_classes_forgotten",
            ja="ほかのクラスを通る項を忘れる",
            line="return self.y * (dy - mean)",
            wrong="return self.y * (1 - self.y) * dy",
            why=Text(
                "That is the diagonal of the derivative only. x_i also moves every other y_j, "
                "through the sum.",
                "これは微分の行列の対角成分だけである。"
                "x_i は分母の和を通じて他のすべての y_j にも影響する。",
            ),
        ),
        Mistake(
            name="mean_term_dropped",
            ja="平均を通る項が抜けている",
            line="return self.y * (dy - mean)",
            wrong="return self.y * dy",
            why=Text(
                "A shift of all x_i changes nothing, so dx must sum to 0 along the axis; the mean "
                "of dy, weighted by y, sees to that.",
                "すべての x_i に同じ数を足しても出力は変わらないので、dx の軸方向の和は 0 になる。"
                "それを保証するのが y で重み付けした dy の平均である。",
            ),
        ),
        Mistake(
            name="summed_over_everything",
            ja="全体で合計する",
            line="self.y = e / e.sum(axis=self.axis, keepdims=True)",
            wrong="self.y = e / e.sum()",
            why=Text(
                "Each example has a distribution of its own; here the whole batch sums to 1.",
                "確率分布はデータごとに1つある。これではバッチ全体の和が 1 になってしまう。",
            ),
        ),
        Mistake(
            name="maximum_not_subtracted",
            ja="最大値を引かない",
            line="e = np.exp(x - c)",
            wrong="e = np.exp(x)",
            why=Text(
                "exp(x) overflows for x above 709 (88 in float32), and inf / inf is not a number.",
                "x が 709(float32 では 88)を超えると exp(x) がオーバーフローし、"
                "inf / inf は NaN になる。",
            ),
        ),
        Mistake(
            name="maximum_of_everything",
            ja="全体の最大値を使う",
            line="c = x.max(axis=self.axis, keepdims=True)",
            wrong="c = x.max()",
            why=Text(
                "In a row far below the largest value of the batch every exp becomes 0, and 0 / 0 "
                "is not a number: each row needs its own maximum.",
                "バッチ全体の最大値よりずっと小さい行では exp がすべて 0 になり、"
                "0 / 0 は NaN になる。最大値は行ごとにとる。",
            ),
        ),
    ),
)
