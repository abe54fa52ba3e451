"""Log-softmax."""

from __future__ import annotations

import numpy as np

from parity.concepts.activations._points import LARGE_LOGITS, ONE_CLASS_WINS
from parity.concepts.activations._softmax_axis import GUESSED, NAMED
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
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
    equation="y_i = x_i - log(sum_j exp(x_j)),  dx_i = dy_i - softmax(x)_i sum_j dy_j",
    formula=(
        r"y_i = x_i - \log\left(\sum\limits_j \exp(x_j)\right)",
        r"\frac{\partial L}{\partial x_i} = "
        r"\frac{\partial L}{\partial y_i} - \exp(y_i) \sum_j \frac{\partial L}{\partial y_j}",
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
