"""Sigmoid."""

from __future__ import annotations

import numpy as np

from parity.concepts.activations._elementwise import AS_AUTOGRAD, each_for_itself
from parity.concepts.activations._points import EXTREME, TAIL
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _first_class_against_a_zero(of: Implementations, a: Arrays) -> Arrays:
    """Return the first probability of the two logits x and 0."""
    softmax = of("softmax")()
    zeros = np.zeros_like(a["x"])
    y = softmax.forward(np.stack([a["x"], zeros], axis=-1))[..., 0]
    dx = softmax.backward(np.stack([a["dy"], zeros], axis=-1))[..., 0]
    return {"y": y, "dx": dx}


Sigmoid = Concept(
    kind="layer",
    order=3,
    syllabus=("3-1-4",),
    needs=("step",),
    title=Text("Sigmoid", "シグモイド関数"),
    summary=Text(
        "Squeezes any number between 0 and 1. Its derivative y (1 - y) is at most 1/4, so "
        "gradients fade through many layers.",
        "任意の実数を 0 から 1 の間に収める。微分 y (1 - y) は最大でも 1/4 なので、"
        "層を重ねると勾配が消失しやすい。",
    ),
    why=Text(
        "The step function has the slope 0 everywhere, so gradient descent learns nothing through "
        "it. The sigmoid is that step made smooth: it rises gently from 0 to 1 and has a slope "
        "everywhere, and its output can be read as a probability, which is what the last unit of a "
        "binary classifier needs. In hidden layers it has become rare: its slope is at most 1/4, "
        "so that every layer lets a quarter of the gradient through at best.",
        "ステップ関数は傾きがどこでも 0 なので、それを通しては勾配降下法で何も学習できない。"
        "シグモイド関数はステップ関数を滑らかにしたもので、0 から 1 へなだらかに上がり、"
        "どこでも傾きを持つ。出力を確率とみなせるので、2値分類の出力層に使われる。"
        "一方、傾きは最大でも 1/4 しかなく、層を通るたびに勾配が 1/4 以下になるため、"
        "隠れ層ではあまり使われなくなった。",
    ),
    equation="y = 1 / (1 + exp(-x)),  dy/dx = y (1 - y)",
    formula=(
        r"y = \frac{1}{1 + \exp({-x})}",
        r"\frac{\partial L}{\partial x} = y (1 - y) \frac{\partial L}{\partial y}",
    ),
    derivation=(
        each_for_itself(r"y_i = \frac{1}{1 + \exp({-x_i})}"),
        Step(
            heading=Text(
                "A reciprocal has a negative slope, exp(-x) too: the two signs cancel",
                "逆数の微分と exp(-x) の微分の負号が打ち消し合う",
            ),
            text=Text(
                "Call the denominator u. The slope of 1/u is -1/u², and that of u is -exp(-x).",
                "分母を u とおく。1/u の微分は -1/u²、u の微分は -exp(-x) である。",
            ),
            equation=(
                r"u_i = 1 + \exp({-x_i}), \quad y_i = \frac{1}{u_i}"
                "\n"
                r"\frac{\partial y_i}{\partial x_i} = -\frac{1}{u_i^2} \cdot (-\exp({-x_i})) = "
                r"\frac{\exp({-x_i})}{u_i^2}"
            ),
        ),
        Step(
            heading=Text(
                "Written with y alone, the slope is y (1 - y)",
                "y だけで書くと、傾きは y (1 - y) である",
            ),
            text=Text(
                "One factor 1/u is y. The other, exp(-x)/u, is what y lacks to 1. The backward "
                "pass needs nothing but the output that was kept, and no exponential.",
                "因子のうち 1/u は y である。残りの exp(-x)/u は、1 から y を引いたものに"
                "等しい。逆伝播に必要なのは覚えておいた出力だけで、指数関数を計算し直すことは"
                "ない。",
            ),
            equation=(
                r"\frac{\exp({-x_i})}{u_i} = 1 - y_i"
                "\n"
                r"\frac{\partial y_i}{\partial x_i} = y_i (1 - y_i)"
            ),
            check=Text(
                "At x = 0, where y = 1/2, the slope has its largest value, 1/4.",
                "x = 0 では y = 1/2 で、傾きは最大値 1/4 をとる。",
            ),
        ),
        Step(
            heading=Text(
                "Together: far from 0 hardly anything passes",
                "まとめると、0 から離れたところではほとんど伝わらない",
            ),
            text=Text(
                "Where y is near 0 or near 1 one of the two factors vanishes: at x = 10 the slope "
                "is 0.000045. Such a unit is saturated.",
                "y が 0 や 1 に近いと、2つの因子の一方が 0 に近づく。"
                "x = 10 での傾きは 0.000045 である。このようなユニットは飽和しているという。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = y_i (1 - y_i) \frac{\partial L}{\partial y_i}"
            ),
            check=AS_AUTOGRAD,
        ),
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating "
        "errors, Nature 323, eq. 2",
    ),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, scale=2.0)}),
        Case("extreme", inputs={"x": EXTREME}),
        Case(
            "saturated",
            inputs={"x": values([-1e4, 1e4, -1e3, 1e3])},
            zero={"dx": "y is exactly 0 or 1, so y (1 - y) is 0"},
        ),
        Case("tail", inputs={"x": TAIL}, by_element=("y", "dx")),
    ),
    also_called=(
        "logistic",
        "sigmoid_function",
        "sigmoid_layer",
    ),
    identities=(
        Identity(
            sibling="softmax",
            text=Text(
                "The sigmoid of x is the softmax of the two logits x and 0, its first class.",
                "x のシグモイドは、2つのロジット x と 0 に対するソフトマックスの1つ目の値である。",
            ),
            case=Case("softmax_against_0", inputs={"x": normal(3, 4, scale=2.0)}),
            left=evaluated("sigmoid"),
            right=_first_class_against_a_zero,
        ),
    ),
    mistakes=(
        Mistake(
            name="derivative_taken_at_the_output",
            ja="出力を入力とみなして微分する",
            line="return dy * self.y * (1 - self.y)",
            wrong="return dy * Sigmoid().forward(self.y) * (1 - Sigmoid().forward(self.y))",
            why=Text(
                "y is already sigmoid(x). A function that computes the derivative from x must be "
                "given x; given y, it applies the sigmoid twice.",
                "y はすでに sigmoid(x) である。x から微分を求める関数には x を渡す。"
                "y を渡すとシグモイドを2回適用してしまう。",
            ),
        ),
        Mistake(
            name="factor_y_dropped",
            ja="因子 y を落とす",
            line="return dy * self.y * (1 - self.y)",
            wrong="return dy * (1 - self.y)",
            why=Text(
                "The derivative is y (1 - y): symmetric in y and 1 - y, and 0 at both ends.",
                "微分は y (1 - y) であり、y と 1 - y について対称で、両端で 0 になる。",
            ),
        ),
        Mistake(
            name="derivative_of_tanh",
            ja="tanh の微分を使う",
            line="return dy * self.y * (1 - self.y)",
            wrong="return dy * (1 - self.y**2)",
            why=Text(
                "1 - y^2 is the derivative of tanh; the sigmoid's is y (1 - y).",
                "1 - y^2 は tanh の微分である。シグモイドの微分は y (1 - y) である。",
            ),
        ),
        Mistake(
            name="exponential_overflows",
            ja="指数関数がオーバーフローする",
            line="self.y = np.where(x >= 0, 1, e) / (1 + e)",
            wrong="self.y = np.exp(x) / (1 + np.exp(x))",
            why=Text(
                "For a large x both exponentials are infinite, and inf / inf is not a number. "
                "Only exp(-|x|) is safe on both sides.",
                "x が大きいと分子と分母がともに無限大になり、inf / inf は NaN になる。"
                "どちら側でも安全なのは exp(-|x|) だけである。",
            ),
        ),
    ),
)
