"""Zeros."""

from __future__ import annotations

from parity.concepts.initializers._cases import DENSE, KERNEL, case
from parity.describing.concept import Concept, Mistake, Text
from parity.describing.derivation import Step

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
    derivation=(
        Step(
            heading=Text(
                "With equal weights the hidden units are copies of each other",
                "重みが等しければ、隠れユニットは互いに同じものになる",
            ),
            text=Text(
                "h is a hidden layer with the activation f, W₁ and W₂ the weights in front of it "
                "and behind it, a its weighted sum and δ a gradient of such a sum. If the columns "
                "of W₁ are equal and the rows of W₂ too, so are the columns of a, h and δ₁.",
                "h は活性化関数 f の隠れ層、W₁ と W₂ はその前後の重み、a は重み付きの和、"
                "δ は和の勾配とする。W₁ の列どうし、W₂ の行どうしが等しければ、a、h、"
                "δ₁ の列もすべて等しくなる。",
            ),
            equation=(
                r"a = x W_1 + b_1, \quad h = f(a), \quad \delta_1 = \delta_2 W_2^\top \odot f'(a)"
            ),
        ),
        Step(
            heading=Text(
                "They get equal gradients, and stay equal",
                "勾配も等しいので、いつまでも等しいままである",
            ),
            text=Text(
                "Every column of the gradient of W₁ is the same, and a step of any optimizer keeps "
                "it so. The layer learns as if it had one unit.",
                "W₁ の勾配の列がすべて等しいので、どの最適化手法で更新しても、等しいままである。"
                "ユニットが1つしかない層と変わらない。",
            ),
            equation=r"\frac{\partial L}{\partial W_1} = x^\top \delta_1",
        ),
        Step(
            heading=Text(
                "With weights of 0 not even that: nothing arrives",
                "重みが 0 なら、それさえ起こらない:勾配が届かない",
            ),
            text=Text(
                "δ₁ is multiplied by W₂ = 0. Biases are another matter: started at 0, they get "
                "different gradients as long as the weights around them are random.",
                "δ₁ には W₂ = 0 が掛かる。バイアスは事情が違う。0 で始めても、"
                "周りの重みがランダムなら、ユニットごとに違う勾配を受け取る。",
            ),
            equation=r"W_2 = 0: \quad \delta_1 = 0, \quad \frac{\partial L}{\partial W_1} = 0",
        ),
    ),
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
