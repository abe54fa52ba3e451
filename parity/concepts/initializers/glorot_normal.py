"""Glorot (Xavier) initialization (normal)."""

from __future__ import annotations

from parity.concepts.initializers._cases import normal_cases
from parity.concepts.initializers._conventions import TRUNCATED
from parity.concepts.initializers._divergences import truncated_by_default
from parity.concepts.initializers._identities import EQUAL_FANS
from parity.concepts.initializers._mistakes import glorot_mistakes
from parity.describing.concept import Case, Concept, Text
from parity.describing.derivation import Step
from parity.describing.identity import Identity, evaluated

GlorotNormal = Concept(
    kind="initializer",
    order=6,
    syllabus=("3-2-4",),
    needs=("lecun_normal",),
    title=Text("Glorot (Xavier) initialization (normal)", "Glorot(Xavier)の初期値(正規分布)"),
    summary=Text(
        "Standard deviation sqrt(2 / (fan_in + fan_out)): the compromise between keeping the "
        "variance of the signals forward and of the gradients backward. For sigmoid and tanh.",
        "標準偏差 sqrt(2 / (fan_in + fan_out))。順伝播の信号と逆伝播の勾配の分散を"
        "ともに保とうとする折衷案である。シグモイドや tanh に使う。",
    ),
    why=Text(
        "In a deep network of sigmoid or tanh units, weights of a fixed width let the activations "
        "fade or saturate, and the gradients on the way back likewise. Kept up on both ways, the "
        "signals reach the last layer and the gradients the first. Each way asks for a width of "
        "its own, by fan_in and by fan_out; Glorot and Bengio take the middle.",
        "シグモイドや tanh の深いネットワークでは、重みの幅を決め打ちすると、"
        "出力が消えたり飽和したりし、逆伝播の勾配も同じように消えたり発散したりする。"
        "両方向で分散が保たれれば、信号は最後の層まで、勾配は最初の層まで届く。"
        "順伝播は fan_in、逆伝播は fan_out で決まる幅を求めるので、"
        "Glorot と Bengio はその中間をとった。",
    ),
    equation="std = sqrt(2 / (fan_in + fan_out))",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \sqrt{\frac{2}{\text{fan_in} + \text{fan_out}}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Forward, the variance stays if fan_in Var(W) is 1",
                "順伝播では、fan_in Var(W) = 1 なら分散が保たれる",
            ),
            text=Text(
                "y is a sum of fan_in products with independent weights of mean 0. Near 0, tanh "
                "has the slope 1, so x has about the variance of the sum before it.",
                "y は、平均 0 の独立な重みを掛けた fan_in 個の項の和である。"
                "0 の近くで tanh の傾きは 1 なので、x の分散は手前の和の分散とほぼ等しい。",
            ),
            equation=(
                r"\operatorname{Var}(y) = \text{fan_in} \operatorname{Var}(W) "
                r"\operatorname{Var}(x)"
            ),
        ),
        Step(
            heading=Text(
                "Backward, it stays if fan_out Var(W) is 1",
                "逆伝播では、fan_out Var(W) = 1 なら分散が保たれる",
            ),
            text=Text(
                "x goes into fan_out sums, so its gradient is a sum of fan_out products, with the "
                "same weights.",
                "x は fan_out 個の和に入るので、その勾配は、同じ重みを掛けた fan_out 個の項の和に"
                "なる。",
            ),
            equation=(
                r"\operatorname{Var}\left( \frac{\partial L}{\partial x} \right) = \text{fan_out} "
                r"\operatorname{Var}(W) \operatorname{Var}\left( \frac{\partial L}{\partial y} "
                r"\right)"
            ),
        ),
        Step(
            heading=Text(
                "The compromise: the mean of both counts",
                "折衷案:2つの個数の平均をとる",
            ),
            text=Text(
                "Both hold only where fan_in and fan_out are equal. Otherwise their mean takes "
                "the place of each.",
                "両方が成り立つのは fan_in と fan_out が等しいときだけである。"
                "そうでなければ、2つの平均で置き換える。",
            ),
            equation=r"\frac{\text{fan_in} + \text{fan_out}}{2} \, \text{std}^2 = 1",
        ),
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=(
        "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks, AISTATS, eq. 12",
    ),
    cases=normal_cases(),
    divergences=(truncated_by_default("GlorotNormal", "xavier_normal_"),),
    conventions=(TRUNCATED,),
    also_called=("xavier_normal",),
    identities=(
        Identity(
            sibling="lecun_normal",
            text=EQUAL_FANS,
            case=Case("equal_fans", options={"shape": (40, 40), "seed": 11}),
            left=evaluated("glorot_normal"),
            right=evaluated("lecun_normal"),
        ),
    ),
    mistakes=glorot_mistakes("return math.sqrt(2 / (fan_in + fan_out))", "2"),
)
