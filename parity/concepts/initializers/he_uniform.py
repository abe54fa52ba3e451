"""He initialization (uniform)."""

from __future__ import annotations

import math

from parity.concepts.initializers._cases import uniform_cases
from parity.concepts.initializers._conventions import BY_FAN_OUT
from parity.concepts.initializers._divergences import limit_in_float32
from parity.concepts.initializers._identities import LECUN_WIDENED
from parity.concepts.initializers._mistakes import STD_FOR_LIMIT, fan_in_mistakes
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _wider(of: Implementations, a: Arrays) -> Arrays:
    """Return LeCun's scale and numbers times sqrt(2)."""
    drawn = of.evaluated("lecun_uniform")
    return {name: math.sqrt(2) * array for name, array in drawn.items()}


HeUniform = Concept(
    kind="initializer",
    order=10,
    syllabus=("3-2-4",),
    needs=("he_normal",),
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
    conventions=(BY_FAN_OUT,),
    also_called=("kaiming_uniform",),
    identities=(
        Identity(
            sibling="lecun_uniform",
            text=LECUN_WIDENED,
            case=Case("wider_than_lecun", options={"shape": (6, 5, 2, 3), "seed": 11}),
            left=evaluated("he_uniform"),
            right=_wider,
        ),
    ),
    mistakes=(
        *fan_in_mistakes("return math.sqrt(6 / fan_in)", "6"),
        Mistake(
            "std_for_limit",
            "return math.sqrt(6 / fan_in)",
            "return math.sqrt(2 / fan_in)",
            STD_FOR_LIMIT,
            ja="限界の代わりに標準偏差を使う",
        ),
    ),
)
