"""He initialization (normal)."""

from __future__ import annotations

import math

from parity.concepts.initializers._cases import normal_cases
from parity.concepts.initializers._conventions import BY_FAN_OUT, TRUNCATED
from parity.concepts.initializers._divergences import truncated_by_default
from parity.concepts.initializers._identities import LECUN_WIDENED
from parity.concepts.initializers._mistakes import fan_in_mistakes
from parity.describing.concept import Case, Concept, Text
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
    equation="std = sqrt(2 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \sqrt{\frac{2}{\text{fan_in}}}",
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
