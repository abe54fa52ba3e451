"""The gated tanh unit."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations

_SLOPES = (
    r"\frac{\partial L}{\partial a} = \frac{\partial L}{\partial y}\, s\, (1 - \tanh(a)^2)",
    r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial y} \tanh(a)\, s\, (1 - s)",
)
_FAR = values([-1e4, -700.0, -30.0, -3.0, -0.5, 0.25, 2.0, 30.0, 700.0, 1e4])
_FAR_TURNED = values([1e4, -30.0, 700.0, 0.5, -1e4, 3.0, -700.0, 2.0, -0.25, 30.0])


def _gated(of: Implementations, a: Arrays) -> Arrays:
    unit = of("gated_tanh_unit")()
    y = unit.forward(a["a"], a["b"])
    da, db = unit.backward(a["dy"])
    return {"y": y, "da": da, "db": db}


def _product(of: Implementations, a: Arrays) -> Arrays:
    tanh, sigmoid = of("tanh")(), of("sigmoid")()
    t, s = tanh.forward(a["a"]), sigmoid.forward(a["b"])
    return {"y": t * s, "da": tanh.backward(a["dy"] * s), "db": sigmoid.backward(a["dy"] * t)}


def _open_gate(of: Implementations, a: Arrays) -> Arrays:
    unit = of("gated_tanh_unit")()
    y = unit.forward(a["a"], np.full(a["a"].shape, 50.0))
    return {"y": y, "dx": unit.backward(a["dy"])[0]}


def _tanh_alone(of: Implementations, a: Arrays) -> Arrays:
    tanh = of("tanh")()
    return {"y": tanh.forward(a["a"]), "dx": tanh.backward(a["dy"])}


GatedTanhUnit = Concept(
    kind="layer",
    order=11,
    syllabus=("4-5-2", "3-1-4"),
    needs=("tanh", "sigmoid"),
    title=Text("Gated tanh unit", "ゲート付き tanh ユニット"),
    summary=Text(
        "The tanh of one signal times the sigmoid of another, which says how much of it passes.",
        "一方の信号の tanh に、どれだけ通すかを決めるもう一方の信号のシグモイドを掛ける。",
    ),
    why=Text(
        "A unit with ReLU lets everything above 0 pass, whatever else is going on. An LSTM does "
        "better: a gate, computed from the same inputs, decides how much of a value comes "
        "through. WaveNet takes that gate into convolutions: one of them makes the values, "
        "between -1 and 1, another the gate, between 0 and 1, and both are multiplied. For sound "
        "that worked much better than ReLU. The multiplication costs twice the weights.",
        "ReLU のユニットは、周りがどうであれ 0 より大きい値をすべて通す。LSTM では、同じ入力から"
        "計算したゲートが、値をどれだけ通すかを決める。WaveNet は、このゲートを畳み込みに取り入れ"
        "た。1つの畳み込みが -1 から 1 の値を、もう1つが 0 から 1 のゲートを作り、両者を掛ける。"
        "音声では ReLU よりずっとよい結果になった。その代わり、重みの数は2倍になる。",
    ),
    equation="y = tanh(a) s; s = 1 / (1 + exp(-b))",
    formula=(r"y = \tanh(a)\, s, \quad s = \frac{1}{1 + e^{-b}}", *_SLOPES),
    derivation=(
        Step(
            heading=Text("Each factor is the other's slope", "一方の因子が、もう一方の傾きになる"),
            text=Text(
                "a moves the first factor alone, b the second alone. So the gradient of a is "
                "what the way back of tanh makes of dy s, that of b what the sigmoid's makes of "
                "dy tanh(a).",
                "a が動かすのは最初の因子だけ、b が動かすのは2番目の因子だけである。したがって、"
                "a の勾配は dy s を tanh の逆伝播に、b の勾配は dy tanh(a) をシグモイドの逆伝播に"
                "渡したものになる。",
            ),
            equation="\n".join(_SLOPES),
            check=Text(
                "Where the gate is shut, s = 0, neither gets a gradient.",
                "ゲートが閉じて s = 0 になると、どちらにも勾配は届かない。",
            ),
        ),
    ),
    shapes={"a": "any", "b": "as a", "y": "as a"},
    sources=("van den Oord et al. (2016), WaveNet: a generative model for raw audio, section 2.3",),
    cases=(
        Case("ordinary", inputs={"a": normal(2, 3, 4), "b": normal(2, 3, 4)}),
        Case("extreme", inputs={"a": _FAR, "b": _FAR_TURNED}),
        Case("one_axis", inputs={"a": normal(5), "b": normal(5)}),
    ),
    also_called=("gated_activation", "gated_activation_unit", "gated_unit", "gated_tanh", "gtu"),
    identities=(
        Identity(
            sibling="sigmoid",
            text=Text(
                "It is the product of tanh and the sigmoid; so are its gradients.",
                "tanh とシグモイドの積であり、勾配もそれぞれの逆伝播から得られる。",
            ),
            case=Case("product", inputs={"a": normal(3, 4), "b": normal(3, 4)}),
            left=_gated,
            right=_product,
        ),
        Identity(
            sibling="tanh",
            text=Text(
                "With the gate wide open it is tanh.", "ゲートが開ききっていれば tanh である。"
            ),
            case=Case("gate_open", inputs={"a": normal(3, 4)}),
            left=_open_gate,
            right=_tanh_alone,
        ),
    ),
    mistakes=(
        Mistake(
            name="gate_of_the_same_signal",
            ja="ゲートも同じ信号から作る",
            line="e = np.exp(-np.abs(b))  # at most 1: it cannot overflow",
            wrong="e, b = np.exp(-np.abs(a)), a",
            why=Text(
                "Value and gate have weights of their own: b is another convolution than a.",
                "値とゲートは別々の重みを持つ。b は a とは別の畳み込みの出力である。",
            ),
        ),
        Mistake(
            name="gate_left_out_on_the_way_back",
            ja="逆伝播でゲートを掛けない",
            line="da = dy * self.s * (1 - self.t**2)",
            wrong="da = dy * (1 - self.t**2)",
            why=Text(
                "y is a product: a moves it by s times the slope of tanh.",
                "y は積なので、a に対する傾きは tanh の傾きに s を掛けたものになる。",
            ),
        ),
        Mistake(
            name="value_left_out_on_the_way_back",
            ja="逆伝播で値を掛けない",
            line="db = dy * self.t * self.s * (1 - self.s)",
            wrong="db = dy * self.s * (1 - self.s)",
            why=Text(
                "What the gate lets through counts too: b moves y by tanh(a) times the slope of "
                "the sigmoid.",
                "ゲートが通す値も関わる。b に対する傾きはシグモイドの傾きに tanh(a) を掛けた"
                "ものになる。",
            ),
        ),
        Mistake(
            name="tanh_squared_forgotten",
            ja="tanh の微分で2乗を忘れる",
            line="da = dy * self.s * (1 - self.t**2)",
            wrong="da = dy * self.s * (1 - self.t)",
            why=Text(
                "The slope of tanh is 1 less its square.",
                "tanh の微分は 1 から tanh の2乗を引いたものである。",
            ),
        ),
    ),
)
