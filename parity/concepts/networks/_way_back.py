"""The way back through a convolutional network, a step for each kind of layer in it."""

from __future__ import annotations

from collections.abc import Collection

from parity.describing.concept import Text
from parity.describing.derivation import Step


def from_the_scores(n: int, h: str) -> Step:
    """Return the step to the last layer, the nth with weights, which is given ``h``."""
    return Step(
        heading=Text("The way back begins at the scores", "逆伝播はスコアから始まる"),
        text=Text(
            "Number the layers with weights 1, 2, and so on; aₖ is the weighted sum of layer k, δₖ "
            "the gradient of the loss by it. Behind the last there is no activation, so its δ is "
            "what arrives: with softmax and cross-entropy p - t, divided by N.",
            "重みのある層に 1, 2, … と番号を付け、層 k の重み付きの和を aₖ、"
            "それによる損失の勾配を δₖ と書く。最後の層の後に活性化関数はないので、"
            "届いた勾配がそのまま δ になる。ソフトマックス関数と交差エントロピーなら、"
            "p - t を N で割ったものである。",
        ),
        equation=(
            rf"\delta_{n} = \frac{{\partial L}}{{\partial y}}, \quad "
            rf"\frac{{\partial L}}{{\partial W_{n}}} = {h}^\top \delta_{n}"
        ),
    )


def _behind(k: int, dropped: bool) -> str:
    """Return the gradient of what layer ``k`` was given; dropout masks it as it masked that."""
    gradient = rf"\delta_{k} W_{k}^\top"
    return rf"\operatorname{{drop}}({gradient})" if dropped else gradient


def through_dense_layers(*layers: tuple[int, str], dropped: Collection[int] = ()) -> Step:
    """Return the step through hidden dense layers.

    Args:
        layers: the number of each, the last first, and what it is given.
        dropped: the layers that have a dropout in front of them.
    """
    return Step(
        heading=Text(
            "A hidden dense layer: back through the weights, then times the slope",
            "全結合の隠れ層では、重みを逆にたどり、傾きを掛ける",
        ),
        text=Text(
            "The output of a layer goes into all sums of the next, so its gradient is δ times the "
            "transposed weights; the activation f multiplies by its slope. The gradient of the "
            "layer's own weights is what it was given, transposed, times δ.",
            "層の出力は次の層のすべての和に入るので、その勾配は δ に重みの転置を掛けたものに"
            "なり、活性化関数 f ではその傾きが掛かる。層自身の重みの勾配は、"
            "その層への入力の転置と δ の積である。",
        ),
        equation="\n".join(
            rf"\delta_{k} = {_behind(k + 1, k + 1 in dropped)} \odot f'(a_{k})"
            "\n"
            rf"\frac{{\partial L}}{{\partial W_{k}}} = {given}^\top \delta_{k}"
            for k, given in layers
        ),
    )


def back_to_an_image(k: int, dropped: bool = False, given: int = 0) -> Step:
    """Return the step through Flatten in front of layer ``k``.

    Args:
        k: the layer's number.
        dropped: whether there is a dropout between the two.
        given: the number of what Flatten was given; that of the layer in front if 0.
    """
    return Step(
        heading=Text(
            "Flatten only rearranges: the row becomes an image again",
            "Flatten は並べ替えだけなので、1行を画像の形に戻す",
        ),
        text=Text(
            "Every number stands in one place before and in one behind, so its gradient goes back "
            "to where it came from, unchanged. If units were dropped in training, the same mask "
            "drops their gradients.",
            "どの数も前後で1か所ずつにしか現れないので、勾配はもとの位置に戻るだけで、"
            "値は変わらない。学習時にユニットをドロップしていれば、勾配にも同じマスクが掛かる。",
        ),
        equation=(
            rf"\operatorname{{flatten}} \left( \frac{{\partial L}}{{\partial h_{given or k - 1}}} "
            rf"\right) = {_behind(k, dropped)}"
        ),
        check=Text(
            "This is where the shapes change from (N, n) to (N, C, H, W).",
            "ここで形が (N, n) から (N, C, H, W) に変わる。",
        ),
    )


def _of_a_block(k: int, normalized: bool) -> str:
    """Return the equation through pooling (normalization) and activation of convolution ``k``."""
    through = rf"J_{{\text{{pool}}}}^\top \left(\frac{{\partial L}}{{\partial h_{k}}}\right)"
    if normalized:
        through = rf"J_{{\text{{LRN}}}}^\top \left({through}\right)"
    return rf"\delta_{k} = {through} \odot f'(a_{k})"


def through_pooling(k: int) -> Step:
    """Return the step through the pooling and the activation behind convolution ``k``."""
    return Step(
        heading=Text(
            "Pooling hands each gradient to its window, the activation weakens it",
            "プーリングは勾配を窓に返し、活性化関数は傾きを掛ける",
        ),
        text=Text(
            "Jᵀ is the backward pass of the layer it is marked with, the transposed Jacobian. Max "
            "pooling sends a gradient to the pixel that was the maximum, average pooling shares it "
            "out among all pixels of the window.",
            "Jᵀ は添字の層の逆伝播、すなわちヤコビ行列の転置を掛けることを表す。"
            "最大プーリングは最大だった画素だけに勾配を送り、平均プーリングは窓の全画素に"
            "等分する。",
        ),
        equation=_of_a_block(k, normalized=False),
    )


def at_the_first_kernels() -> Step:
    """Return the step to the kernels of the first convolution, and to x."""
    return Step(
        heading=Text(
            "A kernel was used everywhere, so its gradient sums over all places",
            "カーネルはすべての位置で使われたので、勾配は位置についての和になる",
        ),
        text=Text(
            "u and v count the places, m the images, c and o the channels of input and output, i "
            "and j the elements of the kernel. Each element met one pixel in each window; that "
            "pixel is its factor. The bias has the factor 1.",
            "u と v は位置、m は画像、c と o は入力と出力のチャネル、"
            "i と j はカーネルの要素を数える。カーネルの各要素は窓ごとに1つの画素と"
            "掛けられたので、その画素が係数になる。バイアスの係数は 1 である。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W_{1,o,c,i,j}} = \sum_{m,u,v} \delta_{1,m,o,u,v} "
            r"x_{m,c,u + i,v + j}"
            "\n"
            r"\frac{\partial L}{\partial b_{1,o}} = \sum_{m,u,v} \delta_{1,m,o,u,v}, \quad "
            r"\frac{\partial L}{\partial x} = J_1^\top(\delta_1)"
        ),
        check=Text(
            "Each has the shape of its parameter; dx, too, agrees with finite differences.",
            "どの勾配も、パラメータと同じ形になる。dx も数値微分と一致する。",
        ),
    )


def at_the_image() -> Step:
    """Return the step from the first weighted sum to x."""
    return Step(
        heading=Text(
            "Every δ gives the gradients of its layer, the first one dx as well",
            "各層の δ からその層の勾配が求まり、最初の δ からは dx も求まる",
        ),
        text=Text(
            "A kernel's gradient is δ times the pixel below, added up over all places and images, "
            "as on the page of convolution; a bias' is the sum of δ. Nothing needs dx for "
            "training, but it shows which pixels a score depends on.",
            "カーネルの勾配は、畳み込みのページと同じく、δ とその下の画素の積をすべての位置と"
            "画像について足したものである。バイアスの勾配は δ の和である。"
            "dx は学習には要らないが、スコアがどの画素によるのかを示す。",
        ),
        equation=r"\frac{\partial L}{\partial x} = J_1^\top(\delta_1)",
        check=Text(
            "dx agrees with PyTorch's and with Keras', and so do the gradients of all parameters.",
            "dx も全パラメータの勾配も、PyTorch や Keras の値と一致する。",
        ),
    )


def through_normalization(k: int) -> Step:
    """Return the step through pooling, normalization and activation of convolution ``k``."""
    return Step(
        heading=Text(
            "Pooling, normalization, activation: backward in the opposite order",
            "プーリング、正規化、活性化関数を、逆の順にたどる",
        ),
        text=Text(
            "Jᵀ is the backward pass of the layer it is marked with, the transposed Jacobian. The "
            "windows of the pooling overlap, so a pixel may get gradients of several; the "
            "normalization passes some on to the neighbouring channels.",
            "Jᵀ は添字の層の逆伝播、すなわちヤコビ行列の転置を掛けることを表す。"
            "プーリングの窓は重なっているので、1つの画素に複数の勾配が届くことがある。"
            "正規化は、隣のチャネルにも勾配を分ける。",
        ),
        equation=_of_a_block(k, normalized=True),
    )


BLOCK_AND_CONVOLUTION = Text(
    "A pixel lies in several windows of the convolution, and in each it meets another element of "
    "the kernel; its gradient adds up δ times that element over all windows and output channels. "
    "Then the block in front is passed as the last one was.",
    "1つの画素は畳み込みの複数の窓に入り、窓ごとにカーネルの違う要素と出会う。"
    "その要素と δ の積を、すべての窓と出力チャネルについて足したものが画素の勾配である。"
    "1つ前のブロックは、これまでと同じようにたどる。",
)
BLOCK_AS_ABOVE = Text(
    "First back through the convolution, as through the others, then through pooling, "
    "normalization and activation, as before.",
    "まず、ほかと同じように畳み込みをたどり、続いてプーリング、正規化、"
    "活性化関数をこれまでと同じようにたどる。",
)


def one_block_further(k: int, normalized: bool = False) -> Step:
    """Return the step through convolution ``k`` and the block in front of it, as the one before."""
    return Step(
        heading=Text(
            "A transposed convolution leads to the block in front, which is like this one",
            "転置畳み込みで1つ前のブロックに戻り、同じことを繰り返す",
        ),
        text=BLOCK_AS_ABOVE if normalized else BLOCK_AND_CONVOLUTION,
        equation=(
            rf"\frac{{\partial L}}{{\partial h_{k - 1}}} = J_{k}^\top(\delta_{k})"
            f"\n{_of_a_block(k - 1, normalized)}"
        ),
    )


def through_convolutions(last: int, first: int) -> Step:
    """Return the step back through a row of convolutions to what the first of them was given."""
    return Step(
        heading=Text(
            "Convolution after convolution: its transpose, then the slope",
            "畳み込みが続くところでは、転置と傾きを交互に掛ける",
        ),
        text=Text(
            "A pixel lies in several windows, and in each it meets another element of the kernel. "
            "Its gradient adds up δ times that element over all windows and output channels, which "
            "is a transposed convolution; the activation in front multiplies by its slope.",
            "1つの画素は複数の窓に入り、窓ごとにカーネルの違う要素と出会う。"
            "その要素と δ の積を、すべての窓と出力チャネルについて足したものが画素の勾配で、"
            "これは転置畳み込みになる。その手前の活性化関数では傾きが掛かる。",
        ),
        equation="\n".join(
            [
                *(
                    rf"\frac{{\partial L}}{{\partial h_{k - 1}}} = J_{k}^\top(\delta_{k}), \quad "
                    rf"\delta_{k - 1} = \frac{{\partial L}}{{\partial h_{k - 1}}} "
                    rf"\odot f'(a_{k - 1})"
                    for k in range(last, first, -1)
                ),
                rf"\frac{{\partial L}}{{\partial h_{first - 1}}} = J_{first}^\top(\delta_{first})",
            ]
        ),
    )
