"""LeCun initialization (normal)."""

from __future__ import annotations

from parity.concepts.initializers._cases import normal_cases
from parity.concepts.initializers._conventions import TRUNCATED
from parity.concepts.initializers._divergences import truncated_by_default
from parity.concepts.initializers._mistakes import fan_in_mistakes
from parity.concepts.initializers._sources import EFFICIENT_BACKPROP
from parity.concepts.initializers._variance import OF_A_SUM, OF_CENTRED_INPUTS
from parity.describing.concept import Concept, Text
from parity.describing.derivation import Step

LecunNormal = Concept(
    kind="initializer",
    order=5,
    syllabus=("3-2-4",),
    needs=("fans", "gauss"),
    title=Text("LeCun initialization (normal)", "LeCunの初期値(正規分布)"),
    summary=Text(
        "Standard deviation sqrt(1 / fan_in): a sum of fan_in terms keeps the variance of its "
        "inputs. For tanh and SELU.",
        "標準偏差 sqrt(1 / fan_in)。fan_in 個の積和をとっても分散が入力と同じに保たれる。"
        "tanh や SELU に使う。",
    ),
    why=Text(
        "A unit adds up fan_in products. If every weight has the variance 1, the sum has fan_in "
        "times the variance of the inputs, and after a few layers activations are saturated or "
        "have overflowed; with too small weights they die away. The variance 1 / fan_in makes up "
        "for the number of terms, so that the sum varies as its inputs do. It holds for "
        "activations that are near the identity around 0, as tanh is, and is what SELU assumes.",
        "ユニットは fan_in 個の積を足し合わせる。重みの分散が 1 なら、"
        "和の分散は入力の fan_in 倍になり、数層で活性化関数が飽和するか、値が発散してしまう。"
        "重みが小さすぎれば、信号は消えていく。分散を 1 / fan_in にすれば項の数が打ち消され、"
        "和の分散は入力と同じになる。tanh のように 0 の近くで恒等関数に近い活性化関数を前提と"
        "しており、SELU もこの初期値を前提とする。",
    ),
    equation="std = sqrt(1 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \sqrt{\frac{1}{\text{fan_in}}}",
    ),
    derivation=(
        OF_A_SUM,
        OF_CENTRED_INPUTS,
        Step(
            heading=Text(
                "The variance stays if that factor is 1",
                "この倍率を 1 にすれば、分散が保たれる",
            ),
            text=Text(
                "Solved for the variance of the weights, which is the square of std.",
                "重みの分散、すなわち std の2乗について解く。",
            ),
            equation=(
                r"\text{fan_in} \cdot \text{std}^2 = 1"
                "\n"
                r"\text{std} = \sqrt{\frac{1}{\text{fan_in}}}"
            ),
            check=Text(
                "With std = 0.01 and fan_in = 100 the factor is 0.01: after five layers a "
                "ten-billionth of the variance is left.",
                "std = 0.01、fan_in = 100 なら倍率は 0.01 で、5層進むと分散は 100 億分の 1 に"
                "なる。",
            ),
        ),
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=(EFFICIENT_BACKPROP,),
    cases=normal_cases(),
    divergences=(truncated_by_default("LecunNormal", None),),
    conventions=(TRUNCATED,),
    mistakes=fan_in_mistakes("return math.sqrt(1 / fan_in)", "1"),
)
