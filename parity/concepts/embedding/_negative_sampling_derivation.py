"""The gradients of negative sampling, step by step."""

from __future__ import annotations

from parity.describing.derivation import Step
from parity.describing.text import Text

DERIVATION = (
    Step(
        heading=Text("A score becomes a probability of yes", "スコアは「はい」の確率になる"),
        text=Text(
            "s is the sigmoid, and s(-a) = 1 - s(a) is the probability of no.",
            "s はシグモイドであり、s(-a) = 1 - s(a) が「いいえ」の確率になる。",
        ),
        equation=r"a_j = h \cdot w_j, \quad L = -\log\, s(a_0) - \sum_{k \ge 1} \log\, s(-a_k)",
    ),
    Step(
        heading=Text(
            "Each score's gradient is answer minus label",
            "各スコアの勾配は「答え − 正解ラベル」になる",
        ),
        text=Text(
            "The slope of s is s (1 - s). For the target that leaves s - 1, for a negative s: "
            "both are s - y, with the label y = 1 and y = 0.",
            "s の傾きは s (1 - s) である。正解の単語では s - 1、負例では s が残り、"
            "ラベル y を 1 と 0 とすれば、どちらも s - y と書ける。",
        ),
        equation=r"\frac{\partial L}{\partial a_0} = -(1 - s(a_0)) = s(a_0) - 1"
        "\n"
        r"\frac{\partial L}{\partial a_k} = s(a_k)",
        check=Text(
            "The target's is negative and the negatives' are positive: descent draws h to the "
            "one and drives it away from the others.",
            "正解の単語では負、負例では正になる。勾配を下ると、h は正解の単語に近づき、"
            "負例から遠ざかる。",
        ),
    ),
    Step(
        heading=Text(
            "h meets 1 + K words, so dh is a sum over them",
            "h は 1 + K 個の単語に使われるので、dh はその和になる",
        ),
        text=Text(
            "Each score is linear in h, with the word's vector as its slope.",
            "どのスコアも h の1次式で、傾きはその単語のベクトルである。",
        ),
        equation=r"\frac{\partial L}{\partial h} = \sum_j \frac{\partial L}{\partial a_j} w_j",
    ),
    Step(
        heading=Text(
            "A word that comes several times gets the sum",
            "何度も現れる単語の勾配は、その和になる",
        ),
        text=Text(
            "A row of W may be one example's target and another's negative, or be drawn twice. "
            "Its gradient adds up over all places where it stands; rows that do not take part "
            "have none.",
            "W の1行は、あるデータの正解と別のデータの負例を兼ねたり、2回選ばれたりする。"
            "勾配は現れたすべての場所について足し合わせる。使われなかった行の勾配は 0 である。",
        ),
        equation=r"\frac{\partial L}{\partial w} = \sum_{n, j: w_{nj} = w} \frac{\partial "
        r"L}{\partial a_{nj}} h_n",
        check=Text(
            "All of them agree with finite differences and with both frameworks' autograd.",
            "いずれも、数値微分および両フレームワークの自動微分と一致する。",
        ),
    ),
)
