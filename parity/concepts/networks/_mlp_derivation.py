"""How the gradient goes back through dense layers."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text(
            "A layer is a sum and an activation, and δ stands between",
            "層は和と活性化からなり、δ はその間の勾配である",
        ),
        text=Text(
            "aₖ is the weighted sum of layer k, and δₖ the gradient of the loss by it. Behind the "
            "last layer there is no activation, so its δ is what arrives: with softmax and "
            "cross-entropy p - t, divided by N.",
            "層 k の重み付きの和を aₖ、それによる損失の勾配を δₖ と書く。"
            "最後の層には活性化関数がないので、届いた勾配がそのまま δ になる。"
            "ソフトマックス関数と交差エントロピーなら、p - t を N で割ったものである。",
        ),
        equation=(
            r"a_k = h_{k-1} W_k + b_k, \quad h_k = f(a_k)"
            "\n"
            r"\delta_n = \frac{\partial L}{\partial y}"
        ),
    ),
    Step(
        heading=Text(
            "Back through the weights: the matrix, transposed",
            "重みを逆にたどる:行列を転置して掛ける",
        ),
        text=Text(
            "The output of a unit goes into all sums of the next layer, with the weights that "
            "connect it; its gradient adds up their δ with the same weights.",
            "ユニットの出力は、つながりの重みを掛けて次の層のすべての和に入る。"
            "その勾配は、それらの δ を同じ重みで足し合わせたものである。",
        ),
        equation=r"\frac{\partial L}{\partial h_k} = \delta_{k+1} W_{k+1}^\top",
    ),
    Step(
        heading=Text(
            "Back through the activation: times its slope",
            "活性化関数を逆にたどる:傾きを掛ける",
        ),
        text=Text(
            "f acts on each element for itself, so the product is taken element by element. From δ "
            "of one layer follows δ of the one before: this recursion is back-propagation.",
            "f は要素ごとに働くので、積も要素ごとにとる。ある層の δ から1つ手前の層の δ が"
            "求まる。この漸化式が誤差逆伝播法である。",
        ),
        equation=(
            r"\delta_k = \frac{\partial L}{\partial h_k} \odot f'(a_k)"
            "\n"
            r"\delta_k = \delta_{k+1} W_{k+1}^\top \odot f'(a_k)"
        ),
    ),
    Step(
        heading=Text(
            "The gradient of a layer's weights: its input times its δ",
            "重みの勾配は、その層の入力と δ の積になる",
        ),
        text=Text(
            "A weight has met one number of the input in every example; the product of the "
            "matrices adds up over the examples, which i counts. The bias has met a 1.",
            "重みは各データで入力の1つの数と掛けられたので、データについて足し合わせる。"
            "行列の積がその和にあたる。バイアスの係数は 1 である。i はデータの番号を表す。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W_k} = h_{k-1}^\top \delta_k"
            "\n"
            r"\frac{\partial L}{\partial b_k} = \sum_i \delta_{k,i}"
        ),
        check=Text(
            "Each has the shape of its parameter. All agree with finite differences and with the "
            "autograd of PyTorch and Keras.",
            "どれもパラメータと同じ形になり、数値微分、PyTorch と Keras の自動微分と一致する。",
        ),
    ),
    Step(
        heading=Text(
            "On the way to the first layer slopes and weights multiply",
            "最初の層に着くまでに、傾きと重みが掛け合わされる",
        ),
        text=Text(
            "Each layer brings a factor W and a factor f'. If they are small on average, little "
            "arrives in front, and the first layers hardly learn; if they are large, the gradient "
            "explodes. That is why the initial weights and the choice of f matter.",
            "1層ごとに W と f' が掛かる。平均して小さければ手前には勾配がほとんど届かず、"
            "入力側の層は学習が進まない。大きければ勾配が爆発する。"
            "重みの初期値と f の選び方が重要なのはこのためである。",
        ),
        equation=r"\frac{\partial L}{\partial x} = \delta_1 W_1^\top",
    ),
)
