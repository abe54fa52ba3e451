"""He initialization (uniform)."""

from __future__ import annotations

from parity.concepts.initializers._cases import uniform_cases
from parity.concepts.initializers._divergences import limit_in_float32
from parity.concepts.initializers._mistakes import STD_FOR_LIMIT, fan_in_mistakes
from parity.describing.concept import Concept, Mistake, Text

HeUniform = Concept(
    kind="initializer",
    order=10,
    title=Text("He initialization (uniform)", "Heの初期値(一様分布)"),
    summary=Text(
        "Uniform between -limit and limit with He's variance 2 / fan_in, for ReLU.",
        "分散が He の 2 / fan_in になるように、-limit から limit の一様分布から生成する。"
        "ReLU に使う。",
    ),
    equation="limit = sqrt(6 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{U}({-\text{limit}}, \text{limit})",
        r"\text{limit} = \sqrt{\frac{6}{\text{fan_in}}}",
        r"\operatorname{Var}(W) = \frac{\text{limit}^2}{3} = \frac{2}{\text{fan_in}}",
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=("He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, ICCV, section 2.2",),
    cases=uniform_cases(),
    divergences=(limit_in_float32("HeUniform"),),
    also_called=("kaiming_uniform",),
    mistakes=(
        *fan_in_mistakes("return math.sqrt(6 / fan_in)", "6"),
        Mistake(
            "std_for_limit",
            "return math.sqrt(6 / fan_in)",
            "return math.sqrt(2 / fan_in)",
            STD_FOR_LIMIT,
        ),
    ),
)
