"""LeCun initialization (uniform)."""

from __future__ import annotations

from parity.concepts.initializers._cases import uniform_cases
from parity.concepts.initializers._divergences import limit_in_float32
from parity.concepts.initializers._mistakes import STD_FOR_LIMIT, fan_in_mistakes
from parity.concepts.initializers._sources import EFFICIENT_BACKPROP
from parity.describing.concept import Concept, Mistake, Text
from parity.describing.derivation import Step

LecunUniform = Concept(
    kind="initializer",
    order=8,
    syllabus=("3-2-4",),
    needs=("lecun_normal",),
    title=Text("LeCun initialization (uniform)", "LeCunの初期値(一様分布)"),
    summary=Text(
        "Uniform between -limit and limit with LeCun's variance 1 / fan_in.",
        "分散が LeCun の 1 / fan_in になるように、-limit から limit の一様分布から生成する。",
    ),
    why=Text(
        "What keeps the variance from layer to layer is the variance of the weights, not the shape "
        "of their distribution. Uniform numbers do as well as normal ones, and none of them is far "
        "off. A uniform distribution from -limit to limit has the variance limit² / 3, so the "
        "limit must be sqrt(3) times the wanted standard deviation: to take the standard deviation "
        "itself as the limit, as is easily done, makes the variance a third of it.",
        "層を通る信号の分散を保つのは重みの分散であって、分布の形ではない。"
        "一様分布でも正規分布と同じ役目を果たし、極端に大きな値も出ない。"
        "-limit から limit の一様分布の分散は limit² / 3 なので、"
        "limit は目標とする標準偏差の sqrt(3) 倍にする。標準偏差をそのまま limit に使うと"
        "いう間違いが多く、そうすると分散が 3 分の 1 になってしまう。",
    ),
    equation="limit = sqrt(3 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{U}({-\text{limit}}, \text{limit})",
        r"\text{limit} = \sqrt{\frac{3}{\text{fan_in}}}",
        r"\operatorname{Var}(W) = \frac{\text{limit}^2}{3} = \frac{1}{\text{fan_in}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The variance of a uniform number is a third of limit²",
                "一様分布の分散は、limit² の 3 分の 1 である",
            ),
            text=Text(
                "The mean is 0, so the variance is the mean of w². Its integral over the interval "
                "is 2 limit³ / 3, and the interval is 2 limit long.",
                "平均が 0 なので、分散は w² の平均である。区間での積分は 2 limit³ / 3、"
                "区間の長さは 2 limit になる。",
            ),
            equation=(
                r"\operatorname{Var}(W) = \frac{1}{2 \, \text{limit}} \cdot \frac{2 \, "
                r"\text{limit}^3}{3} = \frac{\text{limit}^2}{3}"
            ),
        ),
        Step(
            heading=Text("LeCun's variance fixes the limit", "LeCun の分散から limit が決まる"),
            text=Text(
                "A sum of fan_in terms keeps the variance of its inputs if that of the weights is "
                "1 / fan_in, as the normal form derives.",
                "正規分布の場合に導いたとおり、重みの分散が 1 / fan_in なら、"
                "fan_in 個の和の分散は入力と同じに保たれる。",
            ),
            equation=(
                r"\frac{\text{limit}^2}{3} = \frac{1}{\text{fan_in}}, \quad \text{limit} = "
                r"\sqrt{\frac{3}{\text{fan_in}}}"
            ),
        ),
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=(EFFICIENT_BACKPROP,),
    cases=uniform_cases(),
    divergences=(limit_in_float32("LecunUniform"),),
    mistakes=(
        *fan_in_mistakes("return math.sqrt(3 / fan_in)", "3"),
        Mistake(
            "std_for_limit",
            "return math.sqrt(3 / fan_in)",
            "return math.sqrt(1 / fan_in)",
            STD_FOR_LIMIT,
            ja="限界の代わりに標準偏差を使う",
        ),
    ),
)
