"""Sigmoid."""

from __future__ import annotations

import numpy as np

from parity.concepts.activations._points import EXTREME, TAIL
from parity.describing.concept import Case, Concept, Mistake, Text
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
    equation="y = 1 / (1 + exp(-x)),  dy/dx = y (1 - y)",
    formula=(
        r"y = \frac{1}{1 + \exp({-x})}",
        r"\frac{\partial L}{\partial x} = y (1 - y) \frac{\partial L}{\partial y}",
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
