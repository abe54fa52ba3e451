"""Glorot (Xavier) initialization (uniform)."""

from __future__ import annotations

import math

from parity.concepts.initializers._cases import uniform_cases
from parity.concepts.initializers._divergences import limit_in_float32
from parity.concepts.initializers._identities import EQUAL_FANS
from parity.concepts.initializers._mistakes import STD_FOR_LIMIT, glorot_mistakes
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.identity import Identity, evaluated

GlorotUniform = Concept(
    kind="initializer",
    order=9,
    syllabus=("3-2-4",),
    needs=("glorot_normal",),
    title=Text("Glorot (Xavier) initialization (uniform)", "Glorot(Xavier)の初期値(一様分布)"),
    summary=Text(
        "Uniform between -limit and limit with Glorot's variance 2 / (fan_in + fan_out); what "
        "Keras' layers use unless told otherwise.",
        "分散が Glorot の 2 / (fan_in + fan_out) になるように、-limit から limit の一様分布から"
        "生成する。Keras の層の既定の初期化である。",
    ),
    why=Text(
        "Glorot's argument for keeping the signals and the gradients of a deep network alive asks "
        "for a variance, not for a normal distribution. Numbers that are uniform between two "
        "bounds are as good, are cheap to draw, and none is far out; this is the form that the "
        "paper gives, and what Keras takes for its layers unless told otherwise.",
        "深いネットワークで信号と勾配を保つための Glorot の議論は分散を決めるもので、"
        "正規分布である必要はない。"
        "2つの限界の間の一様分布でも同じ効果があり、生成も簡単で、極端に大きな値が出ない。"
        "論文が示しているのはこの形であり、Keras の層の既定の初期値でもある。",
    ),
    equation="limit = sqrt(6 / (fan_in + fan_out))",
    formula=(
        r"W \thicksim \mathcal{U}({-\text{limit}}, \text{limit})",
        r"\text{limit} = \sqrt{\frac{6}{\text{fan_in} + \text{fan_out}}}",
        r"\operatorname{Var}(W) = \frac{\text{limit}^2}{3} = "
        r"\frac{2}{\text{fan_in} + \text{fan_out}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The variance of a uniform number grows with the square of its limit",
                "一様分布の分散は、limit の2乗に比例する",
            ),
            text=Text(
                "The mean is 0. The mean of w² from -limit to limit is the integral 2 limit³ / 3 "
                "over the length 2 limit.",
                "平均は 0 である。"
                "-limit から limit までの w² の平均は、積分 2 limit³ / 3 を長さ 2 limit で割った"
                "ものになる。",
            ),
            equation=(
                r"\operatorname{Var}(W) = \frac{1}{2 \, \text{limit}} \cdot \frac{2 \, "
                r"\text{limit}^3}{3} = \frac{\text{limit}^2}{3}"
            ),
        ),
        Step(
            heading=Text(
                "Glorot's variance fixes the limit",
                "Glorot の分散から limit が決まる",
            ),
            text=Text(
                "The variance has to be 2 / (fan_in + fan_out), one over the mean of the two "
                "counts.",
                "分散は 2 / (fan_in + fan_out)、すなわち2つの個数の平均の逆数でなければならない。",
            ),
            equation=(
                r"\frac{\text{limit}^2}{3} = \frac{2}{\text{fan_in} + \text{fan_out}}, \quad "
                r"\text{limit} = \sqrt{\frac{6}{\text{fan_in} + \text{fan_out}}}"
            ),
        ),
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=(
        "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks, AISTATS, eq. 16",
    ),
    cases=uniform_cases(),
    divergences=(
        limit_in_float32("GlorotUniform"),
        Divergence(
            name="default_of_the_layers",
            ja="層の初期値の既定",
            summary=Text(
                "Unless told otherwise, torch.nn.Linear and Conv2d draw weights (and biases) "
                "between -1 / sqrt(fan_in) and 1 / sqrt(fan_in), by kaiming_uniform_ with "
                "a = sqrt(5). Keras' Dense and Conv2D use this one, with biases of 0.",
                "指定がなければ、torch.nn.Linear と Conv2d は重みも(バイアスも)"
                "±1 / sqrt(fan_in) の一様分布(a = sqrt(5) の kaiming_uniform_)から、Keras の "
                "Dense と Conv2D は重みをこの分布から生成し、バイアスを 0 とする。",
            ),
            reconciled=Text(
                "Name the initializer in both, or copy the weights from one to the other.",
                "両方で初期化法を明示するか、一方の重みをもう一方へ写す。",
            ),
            source="torch/nn/modules/linear.py: init.kaiming_uniform_(self.weight, a=math.sqrt(5))",
            case="kernel",
            native={
                "torch": {"callable": "torch.nn.init.kaiming_uniform_", "a": math.sqrt(5)},
                "keras": {},
            },
            quantity="scale",
        ),
    ),
    also_called=("xavier_uniform",),
    identities=(
        Identity(
            sibling="lecun_uniform",
            text=EQUAL_FANS,
            case=Case("equal_fans", options={"shape": (40, 40), "seed": 11}),
            left=evaluated("glorot_uniform"),
            right=evaluated("lecun_uniform"),
        ),
    ),
    mistakes=(
        *glorot_mistakes("return math.sqrt(6 / (fan_in + fan_out))", "6"),
        Mistake(
            "std_for_limit",
            "return math.sqrt(6 / (fan_in + fan_out))",
            "return math.sqrt(2 / (fan_in + fan_out))",
            STD_FOR_LIMIT,
            ja="限界の代わりに標準偏差を使う",
        ),
    ),
)
