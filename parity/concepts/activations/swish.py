"""The Swish activation."""

from __future__ import annotations

from parity.concepts.activations._points import EXTREME
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _x_times_the_sigmoid(of: Implementations, a: Arrays) -> Arrays:
    sigmoid = of("sigmoid")()
    s = sigmoid.forward(a["x"])
    return {"y": a["x"] * s, "dx": a["dy"] * s + sigmoid.backward(a["dy"] * a["x"])}


Swish = Concept(
    kind="layer",
    order=9,
    syllabus=("3-1-4",),
    needs=("sigmoid", "relu"),
    title=Text("Swish (SiLU)", "Swish(SiLU)"),
    summary=Text(
        "A smooth relative of ReLU that dips below 0 before it rises.",
        "ReLU に似た滑らかな関数で、立ち上がる前にわずかに負になる。",
    ),
    why=Text(
        "ReLU has a corner at 0, and a unit that falls silent gets no gradient any more. Swish "
        "gates x by its own sigmoid: it is smooth everywhere, and lets a little of the gradient "
        "through where x is negative.",
        "ReLU は 0 で折れており、一度 0 を出し続けるようになったユニットには勾配が届かない。"
        "Swish は x にそのシグモイドを掛ける。どこでも滑らかで、x が負でも勾配が少し通る。",
    ),
    equation="y = x sigmoid(x)",
    formula=(
        r"y = x\,s, \quad s = \frac{1}{1 + e^{-x}}",
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} (s + x\,s (1 - s))",
    ),
    derivation=(
        Step(
            heading=Text("Both factors of the product move", "積のどちらの因子も x で変わる"),
            text=Text(
                "The product rule gives a term for each; the sigmoid's slope is s (1 - s).",
                "積の微分により、因子ごとに項が1つできる。シグモイドの傾きは s (1 - s) である。",
            ),
            equation=r"\frac{d y}{d x} = s + x \frac{d s}{d x} = s + x\,s (1 - s)",
            check=Text("At x = 0 the slope is 1/2.", "x = 0 での傾きは 1/2 である。"),
        ),
    ),
    shapes={"x": "any", "y": "as x"},
    sources=("Ramachandran, Zoph and Le (2017), Searching for activation functions",),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5)}),
        Case("extreme", inputs={"x": EXTREME}),
        Case("one_axis", inputs={"x": normal(7)}),
    ),
    also_called=("silu", "swish_1"),
    identities=(
        Identity(
            sibling="sigmoid",
            text=Text(
                "It is x times the sigmoid of x.", "x に、x のシグモイドを掛けたものである。"
            ),
            case=Case("x_times_the_sigmoid", inputs={"x": normal(3, 4)}),
            left=evaluated("swish"),
            right=_x_times_the_sigmoid,
        ),
    ),
    mistakes=(
        Mistake(
            name="product_rule_forgotten",
            ja="積の微分を忘れる",
            line="return dy * (self.s + self.x * self.s * (1 - self.s))",
            wrong="return dy * self.s",
            why=Text(
                "Both factors depend on x, so the product rule gives two terms.",
                "2つの因子がどちらも x に依存するので、積の微分により項は2つになる。",
            ),
        ),
        Mistake(
            name="derivative_of_the_sigmoid_alone",
            ja="シグモイドの微分だけを使う",
            line="return dy * (self.s + self.x * self.s * (1 - self.s))",
            wrong="return dy * self.s * (1 - self.s)",
            why=Text(
                "That is the sigmoid's derivative; y is x times the sigmoid.",
                "これはシグモイドの微分である。y はシグモイドに x を掛けたものである。",
            ),
        ),
        Mistake(
            name="sigmoid_of_twice_x",
            ja="2x のシグモイドを求める",
            line="self.s = 0.5 * (1 + np.tanh(0.5 * self.x))  # the sigmoid, without overflow",
            wrong="self.s = 0.5 * (1 + np.tanh(self.x))",
            why=Text(
                "sigmoid(x) = (1 + tanh(x / 2)) / 2: the half belongs inside too.",
                "sigmoid(x) = (1 + tanh(x / 2)) / 2 であり、tanh の中にも 1/2 が必要である。",
            ),
        ),
    ),
)
