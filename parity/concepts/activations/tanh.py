"""Hyperbolic tangent (tanh)."""

from __future__ import annotations

from parity.concepts.activations._elementwise import AS_AUTOGRAD, each_for_itself
from parity.concepts.activations._points import EXTREME, SMALL
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _of_the_sigmoid(of: Implementations, a: Arrays) -> Arrays:
    """Return 2 sigmoid(2x) - 1 and its gradient."""
    sigmoid = of("sigmoid")()
    y = 2 * sigmoid.forward(2 * a["x"]) - 1
    return {"y": y, "dx": 2 * sigmoid.backward(2 * a["dy"])}


Tanh = Concept(
    kind="layer",
    order=4,
    syllabus=("3-1-4",),
    needs=("sigmoid",),
    title=Text("Hyperbolic tangent (tanh)", "双曲線正接関数 (tanh)"),
    summary=Text(
        "A sigmoid from -1 to 1: tanh(x) = 2 sigmoid(2x) - 1. Its output is centred on 0, and its "
        "derivative is at most 1.",
        "値域が -1 から 1 の S 字型関数で、tanh(x) = 2 sigmoid(2x) - 1 が成り立つ。"
        "出力の中心が 0 にあり、微分の最大値は 1 である。",
    ),
    why=Text(
        "All outputs of a sigmoid are positive. The gradients of all weights into one unit of the "
        "next layer then have the same sign, the weights can only grow or shrink together, and "
        "descent zigzags. Tanh is the same curve from -1 to 1: its outputs are centred on 0. Its "
        "slope at 0 is 1 in place of 1/4, so the gradient outlasts more layers. In recurrent "
        "layers it is still the usual choice, as it keeps their state bounded.",
        "シグモイド関数の出力はすべて正である。すると次の層では、"
        "1つのユニットに入る重みの勾配がすべて同じ符号になり、重みはそろって増えるか減るかしかでき"
        "ず、降下の経路がジグザグになる。tanh は同じ形の曲線を -1 から 1 の範囲にしたもので、"
        "出力の中心が 0 にある。0 での傾きも 1/4 ではなく 1 なので、勾配が弱まりにくい。"
        "状態を有界に保てるので、RNN では今もよく使われる。",
    ),
    equation="y = tanh(x),  dy/dx = 1 - y^2",
    formula=(
        r"y = \tanh(x) = \frac{\exp(x) - \exp({-x})}{\exp(x) + \exp({-x})}",
        r"\frac{\partial L}{\partial x} = (1 - y^2) \frac{\partial L}{\partial y}",
    ),
    derivation=(
        each_for_itself(r"y_i = \tanh(x_i)"),
        Step(
            heading=Text(
                "Numerator and denominator are each other's slope",
                "分子と分母は、互いに相手の微分になっている",
            ),
            text=Text(
                "Call the numerator s and the denominator c. Differentiating turns the sign of "
                "exp(-x): s becomes c, and c becomes s. The quotient rule gives the rest.",
                "分子を s、分母を c とおく。微分すると exp(-x) の符号が変わるので、s の微分は"
                " c、c の微分は s になる。あとは商の微分を使う。",
            ),
            equation=(
                r"s_i = \exp(x_i) - \exp({-x_i})"
                "\n"
                r"c_i = \exp(x_i) + \exp({-x_i}), \quad y_i = \frac{s_i}{c_i}"
                "\n"
                r"\frac{\partial y_i}{\partial x_i} = \frac{c_i \cdot c_i - s_i \cdot s_i}{c_i^2}"
            ),
        ),
        Step(
            heading=Text(
                "Written with y alone, the slope is 1 - y²",
                "y だけで書くと、傾きは 1 - y² である",
            ),
            text=Text(
                "The first part of the fraction is 1, the second the square of s/c, which is y. "
                "The backward pass needs the output and nothing else.",
                "分数の前半は 1、後半は s/c すなわち y の2乗である。"
                "逆伝播に必要なのは出力だけになる。",
            ),
            equation=r"\frac{\partial y_i}{\partial x_i} = 1 - \frac{s_i^2}{c_i^2} = 1 - y_i^2",
            check=Text(
                "At x = 0 the slope is 1, at x = 3 only 0.01 is left of it.",
                "傾きは x = 0 で 1 だが、x = 3 では 0.01 しか残らない。",
            ),
        ),
        Step(
            heading=Text(
                "Together, and the sigmoid's derivative says the same",
                "まとめると、シグモイド関数の微分とも一致する",
            ),
            text=Text(
                "y = 2p - 1 with p = sigmoid(2x). The sigmoid's slope p (1 - p) is doubled twice, "
                "by the 2 before p and by the 2 before x; its largest value 1/4 becomes 1.",
                "p = sigmoid(2x) とすると y = 2p - 1 である。p の係数の 2 と x の係数の 2 が"
                "掛かるので、シグモイド関数の傾き p (1 - p) は4倍になり、"
                "最大値は 1/4 から 1 になる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = (1 - y_i^2) \frac{\partial L}{\partial y_i}"
                "\n"
                r"p_i = \frac{1 + y_i}{2}, \quad 4 p_i (1 - p_i) = 1 - y_i^2"
            ),
            check=AS_AUTOGRAD,
        ),
    ),
    shapes={"x": "any", "y": "as x"},
    sources=("LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.4",),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5)}),
        Case("extreme", inputs={"x": EXTREME}),
        Case(
            "saturated",
            inputs={"x": values([-1e4, 1e4, -1e3, 1e3])},
            zero={"dx": "y is exactly -1 or 1, so 1 - y^2 is 0"},
        ),
        Case("small", inputs={"x": SMALL}, by_element=("y", "dx")),
    ),
    also_called=(
        "hyperbolic_tangent",
        "tanh_function",
        "tanh_layer",
    ),
    identities=(
        Identity(
            sibling="sigmoid",
            text=Text(
                "tanh(x) = 2 sigmoid(2x) - 1: the same curve, stretched to -1 and 1.",
                "tanh(x) = 2 sigmoid(2x) - 1 である。"
                "同じ曲線を横に縮め、値域を -1 から 1 に広げたものである。",
            ),
            case=Case("stretched_sigmoid", inputs={"x": normal(4, 3, 5)}),
            left=evaluated("tanh"),
            right=_of_the_sigmoid,
        ),
    ),
    mistakes=(
        Mistake(
            name="derivative_taken_at_the_output",
            ja="出力を入力とみなして微分する",
            line="return dy * (1 - self.y**2)",
            wrong="return dy * (1 - np.tanh(self.y) ** 2)",
            why=Text(
                "y is already tanh(x), so 1 - y^2 is complete; another tanh evaluates the "
                "derivative at the wrong point.",
                "y はすでに tanh(x) なので 1 - y^2 でよい。さらに tanh を適用すると、"
                "別の点での微分を求めることになる。",
            ),
        ),
        Mistake(
            name="derivative_of_sigmoid",
            ja="シグモイドの微分を使う",
            line="return dy * (1 - self.y**2)",
            wrong="return dy * self.y * (1 - self.y)",
            why=Text(
                "y (1 - y) is the sigmoid's derivative; for tanh it would even turn negative.",
                "y (1 - y) はシグモイドの微分である。tanh に使うと負の値にさえなる。",
            ),
        ),
        Mistake(
            name="square_dropped",
            ja="二乗を落とす",
            line="return dy * (1 - self.y**2)",
            wrong="return dy * (1 - self.y)",
            why=Text(
                "Without the square, the derivative is 2 rather than 0 where y is near -1.",
                "2乗を忘れると、y が -1 に近いところで微分が 0 ではなく 2 になる。",
            ),
        ),
        Mistake(
            name="upstream_gradient_dropped",
            ja="上流の勾配を落とす",
            line="return dy * (1 - self.y**2)",
            wrong="return 1 - self.y**2",
            why=Text(
                "1 - y^2 is dy/dx; the chain rule multiplies it by dL/dy.",
                "1 - y^2 は dy/dx である。連鎖律により dL/dy を掛ける必要がある。",
            ),
        ),
    ),
)
