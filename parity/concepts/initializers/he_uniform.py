"""He initialization (uniform)."""

from __future__ import annotations

import math

from parity.concepts.initializers._cases import uniform_cases
from parity.concepts.initializers._conventions import BY_FAN_OUT
from parity.concepts.initializers._divergences import limit_in_float32
from parity.concepts.initializers._identities import LECUN_WIDENED
from parity.concepts.initializers._mistakes import STD_FOR_LIMIT, fan_in_mistakes
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
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
    why=Text(
        "It has the purpose of He's normal distribution: a ReLU takes half of the variance away, "
        "and the weights must make up for it. Only the variance enters that argument, so a "
        "uniform distribution of the same variance does as well. It has hard bounds, so that no "
        "weight starts out far from the others.",
        "目的は He の正規分布と同じで、ReLU で半分になる分散を重みの側で補う。"
        "その導出に必要なのは分散だけなので、分散が同じなら一様分布でもよい。"
        "値の範囲に限界があり、極端に大きな重みから始まることがない。",
    ),
    equation="limit = sqrt(6 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{U}({-\text{limit}}, \text{limit})",
        r"\text{limit} = \sqrt{\frac{6}{\text{fan_in}}}",
        r"\operatorname{Var}(W) = \frac{\text{limit}^2}{3} = \frac{2}{\text{fan_in}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A uniform number between -limit and limit has the variance limit² / 3",
                "-limit から limit の一様分布の分散は limit² / 3 である",
            ),
            text=Text(
                "Its mean is 0, so the variance is the mean of w² over the interval: the integral "
                "2 limit³ / 3, divided by the length 2 limit.",
                "平均が 0 なので、分散は区間での w² の平均である。"
                "積分 2 limit³ / 3 を、区間の長さ 2 limit で割ればよい。",
            ),
            equation=(
                r"\operatorname{Var}(W) = \frac{1}{2 \, \text{limit}} \cdot \frac{2 \, "
                r"\text{limit}^3}{3} = \frac{\text{limit}^2}{3}"
            ),
        ),
        Step(
            heading=Text(
                "He's variance fixes the limit",
                "He の分散から limit が決まる",
            ),
            text=Text(
                "Behind a ReLU the variance of the weights has to be 2 / fan_in.",
                "ReLU の後では、重みの分散を 2 / fan_in にする必要がある。",
            ),
            equation=(
                r"\frac{\text{limit}^2}{3} = \frac{2}{\text{fan_in}}, \quad \text{limit} = "
                r"\sqrt{\frac{6}{\text{fan_in}}}"
            ),
        ),
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
