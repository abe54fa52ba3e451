"""How softmax and cross-entropy together come to the gradient p - t."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text("The logarithm undoes the exponential", "対数が指数を打ち消す"),
        text=Text(
            "What remains of log p is the logit less Zₙ, the logarithm of the sum, which all "
            "classes of an example share.",
            "log p は、ロジットから和の対数 Zₙ を引いたものになる。"
            "Zₙ は、そのデータの全クラスに共通である。",
        ),
        equation=(
            r"Z_n = \log\left(\sum\limits_k \exp(x_{nk})\right)"
            "\n"
            r"\log\, p_{nc} = x_{nc} - Z_n"
        ),
    ),
    Step(
        heading=Text(
            "Targets that sum to 1 count Z once",
            "目標の和は 1 なので、Z は1回だけ現れる",
        ),
        text=Text(
            "Each t is multiplied by the same Zₙ, and the t of an example add up to 1. This holds "
            "for one-hot targets and for soft ones.",
            "どの t にも同じ Zₙ が掛かり、1件の t の和は 1 である。"
            "one-hot の目標でも、確率で与えた目標でも成り立つ。",
        ),
        equation=r"L = \frac{1}{N} \sum_n \left( Z_n - \sum_c t_{nc} x_{nc} \right)",
    ),
    Step(
        heading=Text("The slope of Z is softmax", "Z の微分はソフトマックス関数である"),
        text=Text(
            "The logarithm divides by the sum, and of the sum only the exponential of this one "
            "logit depends on it.",
            "対数の微分で和による割り算になり、和のうちそのロジットによるのは、"
            "自分の指数の項だけである。",
        ),
        equation=(
            r"\frac{\partial Z_n}{\partial x_{nc}} = \frac{\exp(x_{nc})}{\sum_k \exp(x_{nk})} = "
            r"p_{nc}"
        ),
    ),
    Step(
        heading=Text("So the gradient is p - t", "したがって、勾配は p - t になる"),
        text=Text(
            "The first term gives p, the second t. The right class is pushed up by what its "
            "probability lacks to 1, every other one down by its own probability.",
            "第1項から p、第2項から t が出る。正解クラスのロジットは、"
            "確率が 1 に足りない分だけ押し上げられ、ほかのクラスは自分の確率の分だけ押し下げられ"
            "る。",
        ),
        equation=(
            r"\frac{\partial L}{\partial x_{nc}} = \frac{1}{N} \left( \frac{\partial Z_n}{\partial "
            r"x_{nc}} - t_{nc} \right) = \frac{1}{N} (p_{nc} - t_{nc})"
            "\n"
            r"\sum_c \frac{\partial L}{\partial x_{nc}} = 0"
        ),
        check=Text(
            "The gradients of an example sum to 0, since p and t both sum to 1.",
            "p も t も和が 1 なので、1件の勾配の和は 0 になる。",
        ),
    ),
    Step(
        heading=Text(
            "The way through both layers arrives at the same",
            "2つの層を順にたどっても、同じ結果になる",
        ),
        text=Text(
            "Cross-entropy alone has the gradient -t/p, and softmax takes the mean of what arrives "
            "off it and multiplies by p. The p cancels on paper; in floating point -t/p may have "
            "overflowed before.",
            "交差エントロピーだけの勾配は -t/p である。ソフトマックス関数の逆伝播は、"
            "届いた勾配から加重平均を引いて p を掛ける。式の上では p が約分されるが、"
            "浮動小数点数では、その前に -t/p がオーバーフローすることがある。",
        ),
        equation=(
            r"\frac{\partial L}{\partial p_{nc}} = -\frac{t_{nc}}{N p_{nc}}"
            "\n"
            r"p_{nc} \left( \frac{\partial L}{\partial p_{nc}} - \sum_k \frac{\partial L}{\partial "
            r"p_{nk}} p_{nk} \right) = \frac{1}{N} (p_{nc} - t_{nc})"
        ),
        check=Text(
            "dx agrees with finite differences and with the autograd of both frameworks.",
            "dx は、数値微分とも、両フレームワークの自動微分とも一致する。",
        ),
    ),
)
