"""Output size of a convolution."""

from __future__ import annotations

from typing import Any

from parity.concepts.layers._sources import GUIDE
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step


def _size(name: str, **config: Any) -> Case:
    return Case(name, config=config, exact=("y",))


output_size = Concept(
    kind="function",
    order=29,
    syllabus=("3-4-1",),
    needs=(),
    title=Text("Output size of a convolution", "畳み込みの出力サイズ"),
    summary=Text(
        "How many windows of a kernel fit along an axis: the last one must fit whole, so the "
        "quotient is rounded down.",
        "1つの軸に沿ってカーネルのウィンドウがいくつ入るか。"
        "最後のウィンドウも完全に収まる必要があるので、商は切り捨てる。",
    ),
    why=Text(
        "A dense layer behind a convolution must know how many numbers it gets, and a shortcut can "
        "only be added where both ways give the same size. Frameworks stop with an error where the "
        "sizes do not fit, and the exam has one work them out by hand. It is a matter of counting: "
        "how many places are there for a window that covers d (k - 1) + 1 pixels, if it moves s at "
        "a time?",
        "畳み込みの後に全結合層を置くには、入ってくる数の個数がわかっていなければならない。"
        "ショートカットを足せるのは、2つの道の出力サイズが等しいときだけである。"
        "サイズが合わなければフレームワークはエラーで止まり、試験では手計算で求めさせられる。"
        "要は場合の数で、d (k - 1) + 1 画素を覆うウィンドウを s ずつ動かすとき、"
        "置ける位置がいくつあるかを数えればよい。",
    ),
    equation="floor((n + pad_before + pad_after - dilation (k - 1) - 1) / stride) + 1",
    formula=(
        r"n_{\text{out}} = \left\lfloor \frac{n + p_1 + p_2 - d (k - 1) - 1}{s} "
        r"\right\rfloor + 1",
    ),
    derivation=(
        Step(
            heading=Text(
                "A kernel of k elements covers d (k - 1) + 1 pixels",
                "k 要素のカーネルは d (k - 1) + 1 画素を覆う",
            ),
            text=Text(
                "Between k elements there are k - 1 gaps, each d pixels from one element to the "
                "next; e is what it covers, both ends included.",
                "k 個の要素の間は k - 1 か所あり、それぞれ d 画素ずつ離れている。"
                "両端を含めて覆う画素数を e とする。",
            ),
            equation=r"e = d (k - 1) + 1",
        ),
        Step(
            heading=Text(
                "From the first place it can move on by what is left",
                "最初の位置から、残りの画素数だけ動ける",
            ),
            text=Text(
                "The padded axis has n + p₁ + p₂ pixels. The first window begins at its start, and "
                "the last must not go past its end; r is how far it may move.",
                "パディングした軸の長さは n + p₁ + p₂ 画素である。最初のウィンドウは先頭に置き、"
                "最後のウィンドウは末尾を超えてはならない。動ける画素数を r とする。",
            ),
            equation=r"r = n + p_1 + p_2 - e",
        ),
        Step(
            heading=Text(
                "Every sth place counts, and the first one besides",
                "s 画素ごとの位置に、最初の1つを加える",
            ),
            text=Text(
                "Whole strides alone fit, so the quotient is rounded down; pixels that are left "
                "over at the end are not seen.",
                "ストライドは丸ごと入らなければならないので、商を切り捨てる。"
                "末尾に余った画素は使われない。",
            ),
            equation=r"n_{\text{out}} = \left\lfloor \frac{r}{s} \right\rfloor + 1",
            check=Text(
                "28 pixels, a kernel of 5 and no padding: e = 5, r = 23, so 24 outputs with the "
                "stride 1 and 12 with the stride 2.",
                "28 画素、カーネル 5、パディングなしなら e = 5、r = 23 で、"
                "出力はストライド 1 で 24、ストライド 2 で 12 になる。",
            ),
        ),
    ),
    shapes={"y": "an integer"},
    sources=(f"{GUIDE}, relationships 6 and 15",),
    cases=(
        # 6 pixels give 7, although some solutions of the course say 6.
        _size("6_kernel_2_padding_1", n=6, k=2, stride=1, pad_before=1, pad_after=1),
        # And 8 give 4, where one solution says 3.
        _size("8_kernel_3_padding_1_stride_2", n=8, k=3, stride=2, pad_before=1, pad_after=1),
        _size("plain", n=9, k=4),
        _size("one_window", n=5, k=5),
        _size("one_side", n=8, k=3, stride=2, pad_before=0, pad_after=1),
        _size("before_only", n=7, k=2, pad_before=3),
        _size("dilation", n=12, k=3, dilation=4),
        _size("stride_and_dilation", n=16, k=3, stride=3, dilation=2),
        _size("alexnet", n=227, k=11, stride=4),
    ),
    also_called=(
        "conv_output_size",
        "get_output_size",
        "calc_output_size",
    ),
    mistakes=(
        Mistake(
            name="first_window_forgotten",
            ja="最初のウィンドウを数え忘れる",
            line="return (padded - covered) // stride + 1",
            wrong="return (padded - covered) // stride",
            why=Text(
                "The quotient counts the steps between windows; there is one window more.",
                "商が数えるのはウィンドウの移動回数であり、ウィンドウの個数はそれより1つ多い。",
            ),
        ),
        Mistake(
            name="rounded_up",
            ja="切り上げる",
            line="return (padded - covered) // stride + 1",
            wrong="return -(-(padded - covered) // stride) + 1",
            why=Text(
                "A window that sticks out at the end is not computed: round down.",
                "端からはみ出すウィンドウは計算しないので、切り捨てる。",
            ),
        ),
        Mistake(
            name="padding_counted_once",
            ja="パディングを片側しか数えない",
            line="padded = n + pad_before + pad_after",
            wrong="padded = n + pad_before",
            why=Text(
                "Padding is added on both sides, so a symmetric one counts twice.",
                "パディングは両側に付くので、対称なら2倍で数える。",
            ),
        ),
        Mistake(
            name="dilated_kernel_too_long",
            ja="膨張したカーネルを 1 長く数える",
            line="covered = dilation * (k - 1) + 1",
            wrong="covered = dilation * k",
            why=Text(
                "Between k elements there are k - 1 gaps, so a dilated kernel covers "
                "dilation (k - 1) + 1 pixels.",
                "k 個の要素の間隔は k - 1 個なので、"
                "拡張したカーネルは dilation (k - 1) + 1 画素を覆う。",
            ),
        ),
    ),
)
