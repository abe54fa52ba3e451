"""The gated linear unit (GLU)."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_SLOPES = (
    r"\frac{\partial L}{\partial a} = \frac{\partial L}{\partial y}\, s",
    r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial y}\, a\, s\, (1 - s)",
)


def _gated_by_itself(of: Implementations, a: Arrays) -> Arrays:
    unit = of("gated_linear_unit")()
    y = unit.forward(np.concatenate([a["x"], a["x"]], axis=-1))
    da, db = np.split(unit.backward(a["dy"]), 2, axis=-1)
    return {"y": y, "dx": da + db}


GatedLinearUnit = Concept(
    kind="layer",
    order=12,
    syllabus=("3-1-4",),
    needs=("sigmoid",),
    title=Text("Gated linear unit (GLU)", "ゲート付き線形ユニット(GLU)"),
    summary=Text(
        "Halves its input: one half, as it is, times the sigmoid of the other, its gate.",
        "入力を半分に分け、一方をそのまま、もう一方のシグモイドをゲートとして掛ける。",
    ),
    why=Text(
        "A gate decides how much of a value passes. WaveNet's gated unit squeezes the value "
        "through tanh as well, so the gradient shrinks twice at every layer. Here the value "
        "stays linear: where the gate is open, its gradient passes unshrunk, however deep the "
        "network is. The gated convolutions of 2017 were the first to match LSTMs in language; "
        "the feed-forward parts of today's Transformers (SwiGLU) are relatives.",
        "ゲートは値をどれだけ通すかを決める。WaveNet のゲート付きユニットは値も tanh に通すので、"
        "層ごとに勾配が2重に縮む。この方法では値が線形のままなので、ゲートが開いていれば、どれほど"
        "深くても勾配は縮まずに通る。2017年のゲート付き畳み込みは、言語で初めて LSTM に並んだ。"
        "今の Transformer の全結合部(SwiGLU)も、その仲間である。",
    ),
    equation="y = a s; s = 1 / (1 + exp(-b)); (a, b) = halves of x",
    formula=(r"y = a\, s, \quad s = \frac{1}{1 + e^{-b}}", *_SLOPES),
    derivation=(
        Step(
            heading=Text("The halves are two factors", "2つの半分は、積の2つの因子である"),
            text=Text(
                "a enters as it is, so its slope is the gate. b enters through the sigmoid, whose "
                "slope is s (1 - s), and what it gates multiplies that.",
                "a はそのまま入るので、傾きはゲートの値である。b はシグモイドを通って入るので、"
                "傾きは s (1 - s) に、ゲートされる値を掛けたものになる。",
            ),
            equation="\n".join(_SLOPES),
            check=Text(
                "With a = b it is Swish, and the sum of both gradients its gradient.",
                "a = b なら Swish であり、2つの勾配の和がその勾配になる。",
            ),
        ),
    ),
    shapes={"x": "any, an even number along the axis", "y": "as x, half as many along the axis"},
    sources=(
        "Dauphin, Fan, Auli and Grangier (2017), Language modeling with gated convolutional "
        "networks, section 2",
        "torch.nn.GLU and keras.activations.glu documentation",
    ),
    cases=(
        Case("last_axis", inputs={"x": normal(2, 3, 8)}, upstream=normal(2, 3, 4)),
        Case(
            "channels", inputs={"x": normal(2, 6, 5)}, upstream=normal(2, 3, 5), config={"axis": 1}
        ),
        Case(
            "extreme",
            inputs={
                "x": values(
                    [[-1e4, 700.0, 3.0, -30.0, 0.5, 1e4], [2.0, -3.0, 1e4, 700.0, -1e4, 30.0]]
                )
            },
            upstream=normal(2, 3),
        ),
        Case("one_axis", inputs={"x": normal(6)}, upstream=normal(3)),
    ),
    defaults=(
        Default(
            "axis",
            -1,
            torch=("torch.nn.GLU", "dim", -1),
            keras=("keras.activations.glu", "axis", -1),
        ),
    ),
    also_called=("glu",),
    identities=(
        Identity(
            sibling="swish",
            text=Text(
                "Gated by itself, a value becomes its Swish.",
                "値を自分自身でゲートすると Swish になる。",
            ),
            case=Case("gated_by_itself", inputs={"x": normal(3, 4)}),
            left=_gated_by_itself,
            right=evaluated("swish"),
        ),
    ),
    mistakes=(
        Mistake(
            name="halves_exchanged",
            ja="値とゲートの半分を取り違える",
            line="self.a, b = np.split(x, 2, axis=self.axis)",
            wrong="b, self.a = np.split(x, 2, axis=self.axis)",
            why=Text(
                "The first half is the value, the second the gate, in PyTorch as in Keras.",
                "PyTorch でも Keras でも、前半が値、後半がゲートである。",
            ),
        ),
        Mistake(
            name="every_second_element",
            ja="1つおきに分ける",
            line="self.a, b = np.split(x, 2, axis=self.axis)",
            wrong="self.a, b = x[..., ::2], x[..., 1::2]",
            why=Text(
                "The halves lie one behind the other; they do not take turns.",
                "2つの半分は前後に並んでいる。交互には並んでいない。",
            ),
        ),
        Mistake(
            name="gradient_of_the_gate_forgets_the_value",
            ja="ゲートの勾配で値を掛け忘れる",
            line="db = dy * self.a * self.s * (1 - self.s)",
            wrong="db = dy * self.s * (1 - self.s)",
            why=Text(
                "The gate moves y by what it lets through, a, times the slope of the sigmoid.",
                "ゲートに対する y の傾きは、シグモイドの傾きに、通す値 a を掛けたものである。",
            ),
        ),
        Mistake(
            name="gradients_in_the_wrong_order",
            ja="勾配をつなぐ順序が逆",
            line="return np.concatenate([da, db], axis=self.axis)",
            wrong="return np.concatenate([db, da], axis=self.axis)",
            why=Text(
                "dx has the order of x: first the value's half, then the gate's.",
                "dx の並びは x と同じで、値の半分が先、ゲートの半分が後である。",
            ),
        ),
    ),
)
