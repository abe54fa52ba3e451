"""Glorot (Xavier) initialization (normal)."""

from __future__ import annotations

from parity.concepts.initializers._cases import normal_cases
from parity.concepts.initializers._conventions import TRUNCATED
from parity.concepts.initializers._divergences import truncated_by_default
from parity.concepts.initializers._identities import EQUAL_FANS
from parity.concepts.initializers._mistakes import glorot_mistakes
from parity.describing.concept import Case, Concept, Text
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
    equation="std = sqrt(2 / (fan_in + fan_out))",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \sqrt{\frac{2}{\text{fan_in} + \text{fan_out}}}",
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
