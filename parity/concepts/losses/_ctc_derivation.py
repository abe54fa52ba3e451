"""The derivation of CTC's gradient."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

OF_CTC = (
    Step(
        heading=Text("p(t) is a sum over alignments", "p(t) はアライメントについての和である"),
        text=Text(
            "π runs over all sequences of T classes, blank included, that leave t once repeats are "
            "merged and blanks taken out. Given x the steps are independent, so that each "
            "sequence's probability is a product.",
            "π は、連続する重複をまとめてからブランクを除くと t になる、長さ T のクラスの列"
            "(ブランクを含む)すべてを動く。x が与えられれば各時刻は独立とみなすので、"
            "1つの列の確率は積になる。",
        ),
        equation=r"p(t) = \sum_{\pi: B(\pi) = t} \prod_{\tau} y_{\tau, \pi_\tau}",
    ),
    Step(
        heading=Text(
            "Sequences that are at the same place share what follows",
            "同じ位置にある列は、その先を共有できる",
        ),
        text=Text(
            "l = (-, t₁, -, t₂, ..., -) has 2S + 1 places. One stays, steps to the next place, or "
            "skips a blank between two different labels. So T (2S + 1) numbers are enough for "
            "exponentially many sequences.",
            "l = (-, t₁, -, t₂, ..., -) の 2S + 1 個の位置を考える。次の時刻には、同じ位置に"
            "とどまるか、次に進むか、異なる2つのラベルに挟まれたブランクを飛び越す。"
            "指数個の列の和が、T (2S + 1) 個の数で計算できる。",
        ),
        equation=r"\alpha_{\tau, s} = y_{\tau, l_s} (\alpha_{\tau-1, s} + \alpha_{\tau-1, s-1} + "
        r"m_s \alpha_{\tau-1, s-2})"
        "\n"
        r"m_s = \begin{cases} 1 & (l_s \ne \text{blank}, l_s \ne l_{s-2}) \\ 0 & (l_s = "
        r"\text{blank}) \\ 0 & (l_s = l_{s-2}) \end{cases}"
        "\n"
        r"p(t) = \alpha_{T, 2S} + \alpha_{T, 2S+1}",
    ),
    Step(
        heading=Text(
            "Beginning times end is all that passes through a place",
            "「始まり」と「終わり」の積が、その位置を通る列のすべてになる",
        ),
        text=Text(
            "β is the same from the end. Both have the factor of step τ, so one of them is divided "
            "out. At each step every sequence is at one place: the sum over s is p(t).",
            "β は同じ計算を末尾から行ったものである。どちらも時刻 τ の因子を含むので1つ割る。"
            "どの列も各時刻に1つの位置にあるので、s についての和は p(t) になる。",
        ),
        equation=r"p(t) = \sum_s \frac{\alpha_{\tau, s} \beta_{\tau, s}}{y_{\tau, l_s}}",
        check=Text("The sum is the same at every step.", "この和はどの時刻でも等しい。"),
    ),
    Step(
        heading=Text(
            "The gradient of log y is minus how probable the class is, given t",
            "log y についての勾配は、t が与えられたときのクラスの確率にマイナスを付けたもの",
        ),
        text=Text(
            "y stands once in each sequence that says k at step τ: the derivative picks these. γ "
            "is their share of p(t), and sums to 1 over k.",
            "時刻 τ に k をとる列には y が1回ずつ現れるので、微分するとそれらの列だけが残る。"
            "γ はそれが p(t) に占める割合で、k について和を取ると 1 になる。",
        ),
        equation=r"\gamma_{\tau, k} = \frac{1}{p(t)} \sum_{s: l_s = k} \frac{\alpha_{\tau, s} "
        r"\beta_{\tau, s}}{y_{\tau, k}}"
        "\n"
        r"\frac{\partial L}{\partial \,\log\, y_{\tau, k}} = -\gamma_{\tau, k}",
    ),
    Step(
        heading=Text("At the logits it is y − γ", "ロジットについては y − γ になる"),
        text=Text(
            "log softmax sends a gradient g back as g - y Σg, and -γ sums to -1. It is softmax "
            "with cross-entropy, with γ in the place of the one-hot target.",
            "log softmax は勾配 g を g − y Σg として戻し、−γ の和は −1 である。"
            "ソフトマックスと交差エントロピーの勾配で、one-hot の正解が γ に置き換わった形である。",
        ),
        equation=r"\frac{\partial L}{\partial x_{\tau, k}} = y_{\tau, k} - \gamma_{\tau, k}",
        check=Text(
            "It sums to 0 over the classes at each step, and agrees with finite differences.",
            "各時刻でクラスについての和が 0 になり、数値微分とも一致する。",
        ),
    ),
)
