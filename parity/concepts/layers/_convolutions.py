"""What the convolutions along one axis and along three say alike, each with its own letters."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

AT_EVERY_STEP = Text(
    "b is added at every step, not only at the last one.",
    "b は最後の時刻だけでなく、すべての時刻に足される。",
)
AS_IT_STANDS = Text(
    "A layer's kernel is not flipped: its first element meets the first element of the window.",
    "層のカーネルは反転させない。カーネルの先頭の要素は窓の先頭の要素に掛かる。",
)
FLIPPED_BACK = Text(
    "The element of the kernel that met a place of x brings the gradient back to it, and no other.",
    "x の要素には、順伝播でその要素に掛かったカーネルの要素を通して勾配が戻る。",
)
ONCE_FOR_EACH_EXAMPLE = Text(
    "A weight serves every example; the loss, not the layer, says whether their mean is taken.",
    "重みは全データで共有される。平均を取るかどうかを決めるのは損失であり、層ではない。",
)
FROM_EVERY_WINDOW = Text(
    "Windows overlap, so an element of x collects from all of them; an assignment keeps the last.",
    "窓は重なり合うので、x の要素はそのすべてから勾配を集める。代入では最後の分しか残らない。",
)
SIDE_BY_SIDE = Text(
    "The channels of a group lie side by side in x; every second one belongs to another group.",
    "1つのグループのチャネルは x の中で隣り合って並ぶ。1つおきに取るとグループが混ざる。",
)
SUMMED_OVER_ALL_PLACES = Text(
    "b is added at every place of its channel in every example, so db is a sum over them all.",
    "b は全データの、チャネルのすべての位置に足されるので、db はそのすべてにわたる和になる。",
)


def derivation(y: str, seen: str, kernel: str, places: str, x: str, met: str) -> tuple[Step, ...]:
    """Return how the gradients are derived.

    Args:
        y: the indices of a place of y, such as ``t``.
        seen: those of the place of x that it sees, such as ``t s + k d``.
        kernel: those of an element of the kernel.
        places: the same as in the text, such as ``t``.
        x: the indices of a place of x.
        met: the conditions under which the three belong together.
    """
    return (
        Step(
            heading=Text(
                "Every output is a weighted sum over its window and all channels",
                "各出力は、窓の中の全チャネルの重み付き和である",
            ),
            text=Text(
                f"n counts the examples, o and c the channels of y and x, {places} the places of "
                f"y, and {kernel} the elements of the kernel. δ is the gradient that arrives.",
                f"n はデータ、o と c は y と x のチャネル、{places} は y の位置、{kernel} は"
                "カーネルの要素の番号である。届く勾配を δ とする。",
            ),
            equation=(
                rf"y_{{n,o,{y}}} = b_o + \sum_{{c,{kernel}}} W_{{o,c,{kernel}}}\, "
                rf"x_{{n,\,c,\,{seen}}}"
                "\n"
                rf"\delta_{{n,o,{y}}} = \frac{{\partial L}}{{\partial y_{{n,o,{y}}}}}"
            ),
        ),
        Step(
            heading=Text(
                "Weights and bias serve every place, so their gradients are sums over the places",
                "重みとバイアスは全位置で共有されるので、勾配は位置についての和になる",
            ),
            text=Text(
                "What multiplies a weight at a place is its local derivative there: an element of "
                "x. What multiplies the bias is 1.",
                "ある位置で重みに掛かっている x の要素が、その位置での局所的な微分である。"
                "バイアスに掛かっているのは 1 である。",
            ),
            equation=(
                rf"\frac{{\partial L}}{{\partial W_{{o,c,{kernel}}}}} = \sum_{{n,{y}}} "
                rf"\delta_{{n,o,{y}}} \, x_{{n,\,c,\,{seen}}}"
                "\n"
                rf"\frac{{\partial L}}{{\partial b_o}} = \sum_{{n,{y}}} \delta_{{n,o,{y}}}"
            ),
        ),
        Step(
            heading=Text(
                "An element of x lies in several windows, and collects from each",
                "x の要素は複数の窓に含まれ、それぞれから勾配を集める",
            ),
            text=Text(
                "It takes part wherever a window and an element of the kernel lead to it, once "
                "for every channel of y.",
                "窓の位置とカーネルの要素の組がその要素を指すたびに、y の全チャネルの分が加わる。",
            ),
            equation=(
                rf"\frac{{\partial L}}{{\partial x_{{n,c,{x}}}}} = \sum_{{o}} \sum_{{{met}}} "
                rf"W_{{o,c,{kernel}}} \, \delta_{{n,o,{y}}}"
            ),
            check=Text(
                "With stride and dilation 1 that is a convolution of δ with the flipped kernel.",
                "ストライドも膨張も 1 なら、反転したカーネルで δ を畳み込むことにあたる。",
            ),
        ),
    )


def formula(y: str, seen: str, kernel: str, x: str, met: str) -> tuple[str, ...]:
    """Return the equations: y, and the gradients of W, b and x."""
    dy = rf"\frac{{\partial L}}{{\partial y_{{n,o,{y}}}}}"
    return (
        rf"y_{{n,o,{y}}} = b_o + \sum_{{c,{kernel}}} W_{{o,c,{kernel}}}\, x_{{n,\,c,\,{seen}}}",
        rf"\frac{{\partial L}}{{\partial W_{{o,c,{kernel}}}}} = \sum_{{n,{y}}} {dy} "
        rf"x_{{n,\,c,\,{seen}}}",
        rf"\frac{{\partial L}}{{\partial b_o}} = \sum_{{n,{y}}} {dy}",
        rf"\frac{{\partial L}}{{\partial x_{{n,c,{x}}}}} = \sum_{{o}} \sum_{{{met}}} "
        rf"W_{{o,c,{kernel}}} {dy}",
    )
