"""How the gradients of both forms of binary cross-entropy are derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

OF_PROBABILITIES = (
    Step(
        heading=Text(
            "What counts is the probability of what came true",
            "効くのは、実際に起きたほうの確率である",
        ),
        text=Text(
            "Let ℓ be the loss of one value: minus log p where the answer is yes, minus log q "
            "where it is no. For targets between 0 and 1 it is the mixture of both.",
            "1つの値の損失を ℓ とする。正解が 1 なら -log p、0 なら -log q である。"
            "正解が 0 と 1 の間の値なら、両者を t と 1 - t の重みで混ぜたものになる。",
        ),
        equation=(
            r"\ell_i = {-t_i} \,\log\, p_i - (1 - t_i) \,\log\, q_i, \quad L = \frac{1}{n} \sum_i "
            r"\ell_i"
        ),
    ),
    Step(
        heading=Text(
            "A logarithm has the slope one over its argument",
            "対数の傾きは、引数の逆数である",
        ),
        text=Text(
            "Less probability for what came true, and the slope is steeper: at p = 0.01 it is "
            "-100.",
            "実際に起きたほうの確率が小さいほど傾きは急になる。p = 0.01 なら -100 である。",
        ),
        equation=(
            r"\frac{\partial \ell_i}{\partial p_i} = -\frac{t_i}{p_i}, \quad \frac{\partial "
            r"\ell_i}{\partial q_i} = -\frac{1 - t_i}{q_i}"
        ),
    ),
    Step(
        heading=Text(
            "p rises with y, and q falls; where the clip acts, both stand still",
            "y が増えると p は増え、q は減る。切り詰めたところではどちらも動かない",
        ),
        text=Text(
            "Inside the clip, p is y and q is 1 - y. Outside it they are constants, and no "
            "gradient comes back.",
            "切り詰めの範囲の内側では p = y、q = 1 - y である。"
            "外側では定数になり、勾配は返らない。",
        ),
        equation=(
            r"\frac{\partial p_i}{\partial y_i} = \begin{cases} 1 & (y_i \in [\epsilon, 1 - "
            r"\epsilon]) \\ 0 & (y_i \notin [\epsilon, 1 - \epsilon]) \end{cases}"
            "\n"
            r"\frac{\partial q_i}{\partial y_i} = -\frac{\partial p_i}{\partial y_i}"
        ),
    ),
    Step(
        heading=Text(
            "Together: two ways lead from y to the loss",
            "まとめると、y から損失へは2つの道がある",
        ),
        text=Text(
            "Inside the clip the bracket is (y - t) / (y (1 - y)). A sigmoid in front has the "
            "slope y (1 - y), which cancels the divisor: its input gets just (y - t) / n.",
            "切り詰めの内側では、両方の項の和は (y - t) / (y (1 - y)) になる。"
            "手前がシグモイドなら、その傾き y (1 - y) が分母と打ち消し合い、"
            "シグモイドの入力に届く勾配は (y - t) / n になる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial y_i} = \frac{1}{n} \left( \frac{\partial "
            r"\ell_i}{\partial p_i} \frac{\partial p_i}{\partial y_i} + \frac{\partial "
            r"\ell_i}{\partial q_i} \frac{\partial q_i}{\partial y_i} \right)"
        ),
        check=Text(
            "The case saturated: dy is 0 where y is 0 or 1, however wrong that is.",
            "ケース saturated では、y が 0 や 1 のところの dy は、どれほど誤っていても 0 になる。",
        ),
    ),
)

OF_LOGITS = (
    Step(
        heading=Text(
            "1 - s(x) is the sigmoid of -x",
            "1 - s(x) は -x のシグモイドである",
        ),
        text=Text(
            "Multiplying above and below by exp(x) shows that both classes are treated alike.",
            "分子と分母に exp(x) を掛ければ、2つのクラスが対等に扱われていることがわかる。",
        ),
        equation=r"1 - s(x) = \frac{\exp({-x})}{1 + \exp({-x})} = \frac{1}{1 + \exp(x)}",
    ),
    Step(
        heading=Text(
            "The logarithm takes the exponential away",
            "対数が指数関数を打ち消す",
        ),
        text=Text(
            "Both logarithms are softplus functions with a sign, and neither is ever infinite.",
            "どちらの対数もソフトプラスに負号を付けたものになり、無限大になることはない。",
        ),
        equation=(
            r"\log\, s(x) = -\log(1 + \exp({-x})), \quad \log(1 - s(x)) = {-x} - \log(1 + "
            r"\exp({-x}))"
        ),
    ),
    Step(
        heading=Text(
            "What is left of the loss is a line and a softplus",
            "損失には、直線とソフトプラスが残る",
        ),
        text=Text(
            "The weights t and 1 - t of the common logarithm add up to 1. The last form is the "
            "one that is computed: its exponent is never positive, so nothing overflows.",
            "共通の対数に掛かる t と 1 - t の和は 1 である。"
            "計算に使うのは2行目の形で、指数が正にならないのでオーバーフローしない。",
        ),
        equation=(
            r"\ell = (1 - t) x + \log(1 + \exp({-x}))"
            "\n"
            r"\ell = \max(x, 0) - x t + \log\left(1 + \exp\left({-\left| x \right|}\right)\right)"
        ),
    ),
    Step(
        heading=Text(
            "Together: the gradient is the probability less the target",
            "まとめると、勾配は確率と正解の差になる",
        ),
        text=Text(
            "The softplus has the slope -exp(-x) / (1 + exp(-x)), which is s(x) - 1. The mean "
            "over the values divides by n.",
            "ソフトプラスの項の傾きは -exp(-x) / (1 + exp(-x))、すなわち s(x) - 1 である。"
            "n は、値についての平均から来る。",
        ),
        equation=(
            r"\frac{\partial \ell_i}{\partial x_i} = (1 - t_i) - \frac{\exp({-x_i})}{1 + "
            r"\exp({-x_i})} = s(x_i) - t_i"
            "\n"
            r"\frac{\partial L}{\partial x_i} = \frac{1}{n} \frac{\partial \ell_i}{\partial x_i} "
            r"= \frac{1}{n} (s(x_i) - t_i)"
        ),
        check=Text(
            "Through the probability it comes to the same: (y - t) / (y (1 - y)) times the "
            "sigmoid's y (1 - y).",
            "確率を経由しても同じになる。"
            "(y - t) / (y (1 - y)) に、シグモイドの傾き y (1 - y) を掛ければよい。",
        ),
    ),
)
