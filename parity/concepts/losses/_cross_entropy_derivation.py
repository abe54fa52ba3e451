"""How the gradient of the cross-entropy from probabilities is derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "Only the right class counts",
            "効くのは正解のクラスだけである",
        ),
        text=Text(
            "Let ℓ be the loss of one example. With a one-hot target, a single term of the sum is "
            "left: minus the logarithm of the right class's probability. With soft targets each "
            "class counts by its t.",
            "1つの例の損失を ℓ とする。"
            "正解が one-hot なら和は1項だけになり、正解クラスの確率の対数に負号を付けたものが残"
            "る。正解が確率分布なら、各クラスが t の重みで効く。",
        ),
        equation=r"\ell_n = -\sum_c t_{nc} \,\log\, p_{nc}, \quad L = \frac{1}{N} \sum_n \ell_n",
    ),
    Step(
        heading=Text(
            "A logarithm has a slope of one over p",
            "対数の傾きは 1/p である",
        ),
        text=Text(
            "The smaller the probability of the right class was, the larger the gradient. Wrong "
            "classes get none: ℓ does not contain them.",
            "正解クラスの確率が小さいほど勾配は大きくなる。"
            "誤りのクラスの確率は ℓ に現れないので、その勾配は 0 である。",
        ),
        equation=r"\frac{\partial \ell_n}{\partial p_{nc}} = -\frac{t_{nc}}{p_{nc}}",
    ),
    Step(
        heading=Text(
            "Inside the clip p is y, outside it is a constant",
            "切り詰めの内側では p は y そのもので、外側では定数である",
        ),
        text=Text(
            "A probability that was cut off at ε does not move the loss any more, and gets no "
            "gradient, although it may be quite wrong.",
            "ε に切り詰められた確率は、もう損失を動かさない。大きく誤っていても、勾配は返らない。",
        ),
        equation=(
            r"\frac{\partial p_{nc}}{\partial y_{nc}} = \begin{cases} 1 & (y_{nc} \in [\epsilon, "
            r"1 - \epsilon]) \\ 0 & (y_{nc} \notin [\epsilon, 1 - \epsilon]) \end{cases}"
        ),
    ),
    Step(
        heading=Text(
            "Together: minus t / p, divided by the number of examples",
            "まとめると、-t / p をデータ数で割ったものになる",
        ),
        text=Text(
            "Behind a softmax, whose outputs share a sum of 1, the wrong classes do get a "
            "gradient: through its Jacobian -t / p becomes y - t.",
            "手前がソフトマックスなら、出力の和が 1 なので誤りのクラスの入力にも勾配が届く。"
            "ソフトマックスのヤコビ行列を通すと、-t / p は y - t になる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial y_{nc}} = \frac{1}{N} \frac{\partial \ell_n}{\partial "
            r"p_{nc}} \frac{\partial p_{nc}}{\partial y_{nc}}"
        ),
        check=Text(
            "dy has a single entry other than 0 in each row of one-hot targets.",
            "正解が one-hot なら、dy の各行で 0 でない要素は1つだけになる。",
        ),
    ),
    Step(
        heading=Text(
            "Normalized first: more of one class is less of every other",
            "先に正規化するなら、1つのクラスが増えるとほかのクラスが減る",
        ),
        text=Text(
            "With normalize, y is v / S, where v is what came in and S its sum over the classes. "
            "Each v raises its own y and, through S, lowers them all.",
            "normalize を指定すると、入力 v をクラスについての和 S で割ったものが y になる。"
            "v は自分の y を増やすとともに、S を通じてすべての y を減らす。",
        ),
        equation=(
            r"y_{nc} = \frac{v_{nc}}{S_n}, \quad S_n = \sum_k v_{nk}"
            "\n"
            r"\frac{\partial L}{\partial v_{nc}} = \frac{1}{S_n} \left( \frac{\partial "
            r"L}{\partial y_{nc}} - \sum_k \frac{\partial L}{\partial y_{nk}} y_{nk} \right)"
        ),
    ),
)
