"""Zeros."""

from __future__ import annotations

from parity.concepts.initializers._cases import DENSE, KERNEL, case
from parity.describing.concept import Concept, Mistake, Text

_ZERO = {"scale": "every element is 0", "samples": "every element is 0"}


Zeros = Concept(
    kind="initializer",
    order=2,
    syllabus=("3-2-4",),
    needs=("dense",),
    title=Text("Zeros", "ゼロ初期化"),
    summary=Text(
        "Every element is 0: right for biases. Weights that start at 0 all get the same gradient, "
        "so all units of a layer stay alike.",
        "すべての要素を 0 にする。バイアスの初期値に使う。重みを 0 で始めると"
        "層内の全ユニットが同じ勾配を受け、いつまでも同じ値のままになる。",
    ),
    why=Text(
        "Before training nothing is known of the biases, and 0 favours nothing: the units differ "
        "by their random weights already. For weights, 0 is a trap. All units of a layer then "
        "compute the same, get the same gradient and stay the same for ever, and behind weights of "
        "0 no gradient passes at all. Some parameters are set to 0 on purpose, as those that scale "
        "the end of a residual branch, so that it begins as the identity.",
        "学習前のバイアスについては何もわかっておらず、0 ならどちらにも偏らない。"
        "ユニットの違いは、ランダムな重みだけで十分に生まれる。重みを 0 にしてはならない。"
        "層内のユニットがすべて同じ計算をし、同じ勾配を受け、いつまでも同じままになる。"
        "しかも、重みが 0 だと手前の層に勾配が伝わらない。ただし、"
        "残差ブロックの末尾のスケールのように、最初は恒等関数として働くよう、"
        "わざと 0 にするパラメータもある。",
    ),
    equation="W = 0",
    formula=(r"W = 0",),
    shapes={"W": "any"},
    sources=("Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.4",),
    cases=(
        case("dense", DENSE, 1, "constant", zero=_ZERO),
        case("kernel", KERNEL, 2, "constant", zero=_ZERO),
    ),
    also_called=(
        "zeros_init",
        "init_zeros",
    ),
    mistakes=(
        Mistake(
            name="ones",
            ja="0 でなく 1 で埋める",
            line="return 0.0",
            wrong="return 1.0",
            why=Text(
                "A bias that starts at 1 shifts every unit before anything is learned.",
                "バイアスを 1 で始めると、何も学習しないうちから各ユニットの出力がずれる。",
            ),
        ),
        Mistake(
            name="small_instead_of_zero",
            ja="0 でなく小さな値にする",
            line="return 0.0",
            wrong="return 0.01",
            why=Text(
                "Some start the biases of ReLU units a little above 0, so that all are active at "
                "first; that is another initializer.",
                "ReLU のユニットを最初に働かせるため、バイアスを 0 より少し大きくする流儀も"
                "あるが、それは別の初期化法である。",
            ),
        ),
        Mistake(
            name="scaled_like_a_weight",
            ja="重みのように縮尺を掛ける",
            line="return 0.0",
            wrong="return math.sqrt(1 / fans(shape)[0])",
            why=Text(
                "fan_in has no meaning for a bias, to which no sum is attached.",
                "バイアスには入力との積和がないので、fan_in に合わせる意味がない。",
            ),
        ),
    ),
)
