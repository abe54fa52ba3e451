"""How the gradients of a whole Transformer are derived."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "The scores give E the first part of its gradient",
            "スコアから、E の勾配の1つ目が得られる",
        ),
        text=Text(
            "y = z Eᵀ is a dense layer without bias whose weight is the table of words.",
            "y = z Eᵀ は、単語の表を重みとする、バイアスのない全結合層である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial y} E, \quad \left( "
            r"\frac{\partial L}{\partial E} \right)_y = \sum_{n,k} \left( \frac{\partial L}"
            r"{\partial y_{nk}} \right)^\top z_{nk}"
        ),
    ),
    Step(
        heading=Text(
            "Every block of the decoder gives the memory a gradient",
            "デコーダの各ブロックが、memory に勾配を返す",
        ),
        text=Text(
            "The last block goes back first. All of them attended to the same memory m, so that "
            "its gradient is the sum; with it the encoder's blocks go back.",
            "最後のブロックから逆にたどる。どのブロックも同じ memory m に注目したので、"
            "m の勾配は和になる。その勾配からエンコーダのブロックを逆にたどる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial m} = \sum_l \left( \frac{\partial L}{\partial m} "
            r"\right)_l"
        ),
    ),
    Step(
        heading=Text(
            "Both embeddings add theirs to E, times the root of d",
            "2つの埋め込みからの勾配を、√d 倍して E に足す",
        ),
        text=Text(
            "A word that stands at several places of the source and of the target gets the sum of "
            "all of them. P is no parameter, and takes nothing.",
            "入力文と目標系列の複数の位置に現れる単語は、そのすべての和を受け取る。"
            "P はパラメータではないので、勾配は要らない。",
        ),
        equation=(
            r"\left( \frac{\partial L}{\partial E_w} \right)_{x,t} = \sqrt{d} \left( \sum_{x_s = "
            r"w} \frac{\partial L}{\partial e_s} + \sum_{t_k = w} \frac{\partial L}{\partial "
            r"e'_k} \right)"
        ),
        check=Text(
            "PyTorch and Keras find the same sum by automatic differentiation, and finite "
            "differences of E agree with it.",
            "PyTorch と Keras の自動微分でも同じ和になり、E の数値微分とも一致する。",
        ),
    ),
)
