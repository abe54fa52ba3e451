"""He initialization (normal)."""

from __future__ import annotations

import math

from parity.concepts.initializers._cases import normal_cases
from parity.concepts.initializers._conventions import BY_FAN_OUT, TRUNCATED
from parity.concepts.initializers._divergences import truncated_by_default
from parity.concepts.initializers._identities import LECUN_WIDENED
from parity.concepts.initializers._mistakes import fan_in_mistakes
from parity.concepts.initializers._variance import OF_A_SUM
from parity.describing.concept import Case, Concept, Text
from parity.describing.derivation import Step
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _wider(of: Implementations, a: Arrays) -> Arrays:
    """Return LeCun's scale and numbers times sqrt(2)."""
    drawn = of.evaluated("lecun_normal")
    return {name: math.sqrt(2) * array for name, array in drawn.items()}


HeNormal = Concept(
    kind="initializer",
    order=7,
    syllabus=("3-2-4",),
    needs=("lecun_normal", "relu"),
    title=Text("He initialization (normal)", "Heの初期値(正規分布)"),
    summary=Text(
        "Standard deviation sqrt(2 / fan_in): the 2 makes up for ReLU, which blocks half of the "
        "signal.",
        "標準偏差 sqrt(2 / fan_in)。ReLU が信号の半分を止めるので、その分を 2 で補う。",
    ),
    why=Text(
        "With weights that are too small, the signals of a deep network fade from layer to layer; "
        "with weights too large, they explode. LeCun's and Glorot's widths keep the variance for "
        "units that are linear near 0, but a ReLU lets only half of its input through, and half "
        "of the variance is lost in each layer. He's factor of 2 makes up for it, so that "
        "networks of thirty layers train from the start.",
        "重みが小さすぎると、深いネットワークの信号は層ごとに弱まり、大きすぎると発散する。"
        "LeCun や Glorot の初期値は、0 の近くで線形な活性化関数を前提に分散を保つ。"
        "しかし ReLU は入力の半分しか通さないので、層ごとに分散が半分になってしまう。"
        "He の初期値はこれを2倍で補い、30層ほどのネットワークでも初めから学習できるようにした。",
    ),
    equation="std = sqrt(2 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \sqrt{\frac{2}{\text{fan_in}}}",
    ),
    derivation=(
        OF_A_SUM,
        Step(
            heading=Text(
                "A ReLU halves the mean square",
                "ReLU を通ると二乗の平均が半分になる",
            ),
            text=Text(
                "x is the ReLU of the sum a in the layer before. Since a is symmetric about 0, "
                "the half of its square that lies below 0 is lost.",
                "x は、前の層の和 a を ReLU に通したものである。"
                "a は 0 を中心に対称なので、二乗のうち負の側にあった半分が失われる。",
            ),
            equation=(
                r"x = \max(a, 0), \quad \operatorname{E}[x^2] = \frac{1}{2} \operatorname{Var}(a)"
            ),
        ),
        Step(
            heading=Text(
                "The variance stays the same if the factor is 1",
                "この倍率が 1 なら、分散が保たれる",
            ),
            text=Text(
                "From layer to layer the variance is multiplied by fan_in Var(W) / 2. Setting "
                "this to 1 gives the width.",
                "層を1つ進むたびに、分散には fan_in Var(W) / 2 が掛かる。"
                "これを 1 とおけば標準偏差が決まる。",
            ),
            equation=(
                r"\operatorname{Var}(y) = \frac{1}{2} \, \text{fan_in} \operatorname{Var}(W) "
                r"\operatorname{Var}(a)"
                "\n"
                r"\text{std}^2 = \frac{2}{\text{fan_in}}"
            ),
            check=Text(
                "With 1 / fan_in the factor is 1/2: after 20 layers, a millionth of the variance "
                "is left.",
                "1 / fan_in では倍率が 1/2 になり、20層進むと分散はおよそ 100 万分の 1 になる。",
            ),
        ),
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=("He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, ICCV, eq. 10",),
    cases=normal_cases(),
    divergences=(truncated_by_default("HeNormal", "kaiming_normal_"),),
    conventions=(TRUNCATED, BY_FAN_OUT),
    also_called=(
        "he",
        "he_init",
        "he_initializer",
        "kaiming_normal",
        "initialize_parameters_he",
    ),
    identities=(
        Identity(
            sibling="lecun_normal",
            text=LECUN_WIDENED,
            case=Case("wider_than_lecun", options={"shape": (6, 5, 2, 3), "seed": 11}),
            left=evaluated("he_normal"),
            right=_wider,
        ),
    ),
    mistakes=fan_in_mistakes("return math.sqrt(2 / fan_in)", "2"),
)
