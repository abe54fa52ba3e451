"""Log-softmax."""

from __future__ import annotations

import numpy as np

from parity.concepts.activations._points import LARGE_LOGITS, ONE_CLASS_WINS
from parity.concepts.activations._softmax_axis import GUESSED, NAMED
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _log_of_softmax(of: Implementations, a: Arrays) -> Arrays:
    """Return log(softmax(x)); the logarithm divides the gradient by its argument."""
    softmax = of("softmax")()
    p = softmax.forward(a["x"])
    return {"y": np.log(p), "dx": softmax.backward(a["dy"] / p)}


def _softplus_of_the_difference(of: Implementations, a: Arrays) -> Arrays:
    """Return -softplus(x_j - x_i) for both classes, j being the other one, and its gradient."""
    ys, dx = [], np.zeros_like(a["x"])
    for i, j in ((0, 1), (1, 0)):
        softplus = of("softplus")()
        ys.append(-softplus.forward(a["x"][:, j] - a["x"][:, i]))
        back = softplus.backward(-a["dy"][:, i])
        dx[:, j] += back
        dx[:, i] -= back
    return {"y": np.stack(ys, axis=1), "dx": dx}


LogSoftmax = Concept(
    kind="layer",
    order=12,
    syllabus=("3-1-3",),
    needs=("softmax",),
    title=Text("Log-softmax", "対数ソフトマックス関数"),
    summary=Text(
        "The logarithm of softmax, computed without taking the logarithm of a small number: what "
        "the cross-entropy of logits is made of.",
        "ソフトマックスの対数を、小さな数の対数をとらずに計算する。"
        "ロジットから交差エントロピーを求めるときの基本部品である。",
    ),
    why=Text(
        "Training a classifier means raising the logarithm of the right class's probability. Taken "
        "in two steps, first softmax and then the logarithm, this breaks: where a score lies 800 "
        "below the largest one, its probability is rounded to 0, the loss becomes infinite, and "
        "its gradient NaN. Taken as one function, the logarithm undoes the exponential, and what "
        "remains is a score less the logarithm of a sum, which is finite for all finite scores.",
        "分類器の学習とは、正解クラスの確率の対数を大きくすることである。"
        "ソフトマックスを求めてから対数をとると、うまくいかないことがある。"
        "最大のスコアより 800 小さいスコアでは、確率が 0 に丸められ、損失は無限大、"
        "勾配は NaN になる。1つの関数とみなせば、対数が指数を打ち消し、"
        "スコアから和の対数を引くだけになる。これなら、スコアが有限である限り結果も有限である。",
    ),
    equation="y_i = x_i - log(sum_j exp(x_j)),  dx_i = dy_i - softmax(x)_i sum_j dy_j",
    formula=(
        r"y_i = x_i - \log\left(\sum\limits_j \exp(x_j)\right)",
        r"\frac{\partial L}{\partial x_i} = "
        r"\frac{\partial L}{\partial y_i} - \exp(y_i) \sum_j \frac{\partial L}{\partial y_j}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The logarithm turns the quotient into a difference",
                "対数をとると、商が差になる",
            ),
            text=Text(
                "p is the softmax of x, and Z the logarithm of the sum of exponentials, one number "
                "for all classes.",
                "x のソフトマックスを p、指数の和の対数を Z と書く。"
                "Z は全クラスに共通の1つの数である。",
            ),
            equation=(
                r"Z = \log\left(\sum\limits_j \exp(x_j)\right), \quad p_i = "
                r"\frac{\exp(x_i)}{\sum_j \exp(x_j)}"
                "\n"
                r"y_i = \log\, p_i = x_i - Z"
            ),
        ),
        Step(
            heading=Text("The slope of Z is softmax", "Z の微分はソフトマックスである"),
            text=Text(
                "The logarithm divides by its argument, and of the sum only exp(xᵢ) depends on xᵢ. "
                "The code keeps y alone: its exponential is p.",
                "対数の微分は真数での割り算になり、和のうち xᵢ によるのは exp(xᵢ) だけである。"
                "コードが覚えておくのは y だけで、その指数をとれば p になる。",
            ),
            equation=(
                r"\frac{\partial Z}{\partial x_i} = \frac{\exp(x_i)}{\sum_j \exp(x_j)} = p_i = "
                r"\exp(y_i)"
            ),
        ),
        Step(
            heading=Text(
                "A score counts once for itself, and for all outputs through Z",
                "スコアは自分の出力に直接、全出力には Z を通して効く",
            ),
            text=Text(
                "xᵢ stands in its own output with the slope 1. Z is taken off every output, so all "
                "their upstream gradients come back through it.",
                "xᵢ は自分の出力に傾き 1 で現れる。Z はすべての出力から引かれるので、"
                "全出力の上流の勾配が Z を通って戻ってくる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} - \sum_j "
                r"\frac{\partial L}{\partial y_j} \frac{\partial Z}{\partial x_i}"
                "\n"
                r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} - \exp(y_i) "
                r"\sum_j \frac{\partial L}{\partial y_j}"
            ),
            check=Text(
                "The dx of all classes sum to 0, as the p sum to 1.",
                "p の和は 1 なので、dx を全クラスについて足すと 0 になる。",
            ),
        ),
        Step(
            heading=Text(
                "With the loss of one class it becomes p - t",
                "正解クラスの損失なら p - t になる",
            ),
            text=Text(
                "The cross-entropy of an example sends -1 to the right class and 0 to the others, "
                "which is -t for a one-hot t. The sum is then -1.",
                "1件の交差エントロピーから届くのは、正解クラスには -1、ほかには 0、"
                "つまり one-hot の t を使えば -t である。その和は -1 になる。",
            ),
            equation=r"-t_i - p_i \sum_j (-t_j) = p_i - t_i",
        ),
    ),
    shapes={"x": "any with the axis of the classes", "y": "as x"},
    sources=(
        "Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.2.2.3 (softmax units)",
    ),
    cases=(
        Case("rows", inputs={"x": normal(4, 7)}),
        Case("last_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": -1}),
        Case("first_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": 0}),
        Case("middle_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": 1}),
        Case("large", inputs={"x": LARGE_LOGITS}, kink=True),
        Case("saturated", inputs={"x": ONE_CLASS_WINS}),
        Case("one_axis", inputs={"x": normal(5)}, ours=True),
        Case("three_axes", inputs={"x": normal(2, 3, 4)}, ours=True),
        Case(
            "sure",
            inputs={"x": values([[0.0, -40.0, -60.0], [-35.0, 25.0, 1.0]])},
            by_element=("y",),
            loses={
                "torch": "it takes the logarithm of a sum near 1",
                "keras": "TensorFlow takes the logarithm of a sum near 1",
            },
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
                "torch": {"callable": "torch.nn.LogSoftmax"},
                "keras": {"callable": "keras.activations.log_softmax"},
            },
            quantity="y",
        ),
    ),
    defaults=(
        Default(
            "axis",
            -1,
            torch=("torch.nn.LogSoftmax", "dim", None),
            keras=("keras.activations.log_softmax", "axis", -1),
        ),
    ),
    also_called=("logsoftmax",),
    identities=(
        Identity(
            sibling="softmax",
            text=Text(
                "It is the logarithm of softmax, as long as no probability is rounded to 0.",
                "確率が 0 に丸められないかぎり、ソフトマックスの対数と同じである。",
            ),
            case=Case("log_of_softmax", inputs={"x": normal(4, 5)}),
            left=evaluated("log_softmax"),
            right=_log_of_softmax,
        ),
        Identity(
            sibling="softplus",
            text=Text(
                "Of two classes it is minus the softplus of the other's lead, to the last digit of "
                "the smallest number.",
                "2クラスなら、相手との差のソフトプラスに負号を付けたものである。"
                "どれほど小さい値でも最後の桁まで一致する。",
            ),
            case=Case(
                "minus_softplus",
                inputs={"x": values([[3.0, -37.0], [-60.0, 1.0], [0.5, 0.25], [0.0, 20.0]])},
                by_element=("y",),
            ),
            left=evaluated("log_softmax"),
            right=_softplus_of_the_difference,
        ),
    ),
    mistakes=(
        Mistake(
            name="logarithm_of_softmax",
            ja="ソフトマックスの後で対数をとる",
            line="self.y = z - np.logaddexp.reduce(z, axis=self.axis, keepdims=True)",
            wrong="self.y = np.log(np.exp(z) / np.exp(z).sum(axis=self.axis, keepdims=True))",
            why=Text(
                "A probability below 1e-308 is 0 in the computer, and log(0) is -inf. Taken apart, "
                "the logarithm never sees it.",
                "1e-308 より小さい確率は計算機では 0 になり、log(0) は -inf である。"
                "対数を分けて書けば、その 0 に触れずに済む。",
            ),
        ),
        Mistake(
            name="maximum_not_subtracted",
            ja="最大値を引かない",
            line="z = x - c",
            wrong="z = x",
            why=Text(
                "Without the shift exp overflows for x above 709, and the logarithm is infinite.",
                "最大値を引かないと、x が 709 を超えたところで exp がオーバーフローし、"
                "対数も無限大になる。",
            ),
        ),
        Mistake(
            name="sum_of_gradients_dropped",
            ja="勾配の和の項を落とす",
            line="return dy - np.exp(self.y) * total",
            wrong="return dy - np.exp(self.y) * dy",
            why=Text(
                "x_i enters every y_j through the common sum, so the second term collects "
                "all dy_j.",
                "x_i は共通の和を通じてすべての y_j に現れるので、"
                "第2項では dy_j をすべて足し合わせる。",
            ),
        ),
        Mistake(
            name="output_taken_for_the_probability",
            ja="出力を確率とみなす",
            line="return dy - np.exp(self.y) * total",
            wrong="return dy - self.y * total",
            why=Text(
                "y is the logarithm of the probability; the derivative needs softmax(x) = exp(y).",
                "y は確率の対数である。微分に現れるのは softmax(x) = exp(y) である。",
            ),
        ),
    ),
)
