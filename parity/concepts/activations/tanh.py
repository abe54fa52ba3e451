"""Hyperbolic tangent (tanh)."""

from __future__ import annotations

from parity.concepts.activations._points import EXTREME, SMALL
from parity.describing.concept import Case, Concept, Mistake, Text
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
    equation="y = tanh(x),  dy/dx = 1 - y^2",
    formula=(
        r"y = \tanh(x) = \frac{\exp(x) - \exp({-x})}{\exp(x) + \exp({-x})}",
        r"\frac{\partial L}{\partial x} = (1 - y^2) \frac{\partial L}{\partial y}",
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
