"""LeCun initialization (normal)."""

from __future__ import annotations

from parity.concepts.initializers._cases import normal_cases
from parity.concepts.initializers._conventions import TRUNCATED
from parity.concepts.initializers._divergences import truncated_by_default
from parity.concepts.initializers._mistakes import fan_in_mistakes
from parity.concepts.initializers._sources import EFFICIENT_BACKPROP
from parity.describing.concept import Concept, Text

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
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=(EFFICIENT_BACKPROP,),
    cases=normal_cases(),
    divergences=(truncated_by_default("LecunNormal", None),),
    conventions=(TRUNCATED,),
    mistakes=fan_in_mistakes("return math.sqrt(1 / fan_in)", "1"),
)
