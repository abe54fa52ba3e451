"""im2col."""

from __future__ import annotations

from parity.concepts.layers._sources import CHELLAPILLA
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations
from parity.describing.layouts import to_canonical, to_framework


def _times_the_kernels(of: Implementations, a: Arrays) -> Arrays:
    """Return im2col(x) times the kernels, one of them in each row, and the gradients."""
    col = of("im2col")(a["x"], 3, 4, stride=2, pad=1)
    rows = a["W"].reshape(6, -1)
    dy = to_framework("channels_last", a["dy"])  # (N, OH, OW, O), in the order of col's rows
    y = (col @ rows.T).reshape(dy.shape)
    dy = dy.reshape(-1, 6)
    return {
        "y": to_canonical("channels_last", y),
        "dx": of("col2im")(dy @ rows, a["x"].shape, 3, 4, stride=2, pad=1),
        "dW": (dy.T @ col).reshape(a["W"].shape),
    }


def _convolution(of: Implementations, a: Arrays) -> Arrays:
    conv = of("conv2d")(2, 6, (3, 4), stride=2, padding=1, use_bias=False)
    conv.params["W"] = a["W"]
    return {"y": conv.forward(a["x"]), "dx": conv.backward(a["dy"]), "dW": conv.grads["W"]}


im2col = Concept(
    kind="function",
    order=27,
    syllabus=("3-4-1",),
    needs=("output_size", "zero_padding2d"),
    title=Text("im2col", "im2col"),
    summary=Text(
        "Lays out every window that a filter sees as one row of a matrix, so that a convolution "
        "becomes one matrix product. Overlapping windows repeat pixels.",
        "フィルタが見る各ウィンドウを行列の1行に並べ、畳み込みを1回の行列積に帰着させる。"
        "ウィンドウが重なる画素は繰り返し現れる。",
    ),
    why=Text(
        "A convolution as written, six or seven loops deep, is slow in Python and on every "
        "processor that is fast at matrix products. im2col copies each window of the image into "
        "one row of a matrix; all windows times all kernels are then a single product. It pays "
        "with memory: with a stride of 1, each pixel is copied nearly as often as the kernel has "
        "elements.",
        "畳み込みを定義どおりに書くと 6〜7 重のループになり、Python では遅く、"
        "行列積を得意とする計算機の性能も生かせない。"
        "im2col は画像の各ウィンドウを行列の1行に写す。"
        "すると、すべてのウィンドウとすべてのカーネルの積和が1回の行列積で済む。"
        "代償はメモリである。"
        "ストライドが 1 なら、各画素がカーネルの要素数に近い回数だけ複製される。",
    ),
    equation="col[(n, h, w), (c, i, j)] = x[n, c, h stride + i - pad, w stride + j - pad]",
    formula=(r"\text{col}_{(n,h,w),(c,i,j)} = x_{n,\,c,\,h s + i - p,\,w s + j - p}",),
    derivation=(
        Step(
            heading=Text(
                "A row of the matrix is what one output pixel sees",
                "行列の1行は、1つの出力画素が見る範囲である",
            ),
            text=Text(
                "The row is found by the example and the place (h, w) of the output, the column "
                "by the channel and the place (i, j) in the window.",
                "行は、データと出力の位置 (h, w) で決まり、列は、"
                "チャネルと窓の中の位置 (i, j) で決まる。",
            ),
            equation=r"\text{col}_{(n,h,w),(c,i,j)} = x_{n,\,c,\,h s + i - p,\,w s + j - p}",
        ),
        Step(
            heading=Text(
                "The convolution is then a sum over the columns",
                "すると、畳み込みは列についての和になる",
            ),
            text=Text(
                "W are the kernels, o counts them. The three sums of a convolution run over just "
                "what the columns of the matrix count.",
                "W はカーネルで、o はその番号である。"
                "畳み込みの3つの和は、ちょうど行列の列にわたる和になる。",
            ),
            equation=r"y_{n,o,h,w} = \sum_{c,i,j} W_{o,c,i,j} \, \text{col}_{(n,h,w),(c,i,j)}",
        ),
        Step(
            heading=Text(
                "All of them together are one product of matrices",
                "すべてをまとめると、1回の行列積になる",
            ),
            text=Text(
                "Each kernel is laid out as one row of K. The rows of the product are the output "
                "pixels, its columns the kernels; a reshape and a transposition make images of it.",
                "各カーネルを K の1行に並べる。"
                "積の行は出力画素、列はカーネルに対応し、reshape と転置で画像に戻る。",
            ),
            equation=r"Y = \text{col} \, K^\top",
            check=Text(
                "(N out_h out_w, C k_h k_w) times (C k_h k_w, n_out) is (N out_h out_w, n_out).",
                "(N out_h out_w, C k_h k_w) と (C k_h k_w, n_out) の積は (N out_h out_w, n_out) に"
                "なる。",
            ),
        ),
    ),
    shapes={"input_data": "(N, C, H, W)", "y": "(N out_h out_w, C filter_h filter_w)"},
    sources=(CHELLAPILLA,),
    cases=(
        Case(
            "plain",
            inputs={"input_data": normal(2, 3, 4, 5)},
            config={"filter_h": 3, "filter_w": 2},
        ),
        Case(
            "stride_and_padding",
            inputs={"input_data": normal(3, 2, 6, 5)},
            config={"filter_h": 2, "filter_w": 3, "stride": 2, "pad": 1},
        ),
        Case(
            "course_4x4",  # the course's own exercise, a row shorter: axes of different lengths
            inputs={"input_data": normal(2, 1, 5, 4)},
            config={"filter_h": 3, "filter_w": 3, "stride": 1, "pad": 0},
        ),
        Case(
            "course_filter_4_stride_2",
            inputs={"input_data": normal(3, 2, 6, 8)},
            config={"filter_h": 4, "filter_w": 4, "stride": 2, "pad": 0},
        ),
        Case(
            "windows_with_gaps",
            inputs={"input_data": normal(2, 1, 7, 8)},
            config={"filter_h": 1, "filter_w": 2, "stride": 3},
        ),
    ),
    defaults=(
        Default("stride", 1, torch=("torch.nn.functional.unfold", "stride", 1)),
        Default("pad", 0, torch=("torch.nn.functional.unfold", "padding", 0)),
    ),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "im2col(x) times the kernels, laid out as rows, is the convolution; col2im takes "
                "its gradient back.",
                "im2col(x) に、1行に並べたカーネルを掛けると畳み込みになる。"
                "勾配を x に戻すのは col2im である。",
            ),
            case=Case(
                "times_the_kernels",
                inputs={
                    "x": normal(3, 2, 7, 10),
                    "W": normal(6, 2, 3, 4),
                    "dy": normal(3, 6, 4, 5),
                },
            ),
            left=_times_the_kernels,
            right=_convolution,
        ),
    ),
    mistakes=(
        Mistake(
            name="transpose_forgotten",
            ja="転置を忘れる",
            line="col = col.transpose(0, 4, 5, 1, 2, 3)  # the windows' axes first, then what is "
            "in a window",
            wrong="col = np.ascontiguousarray(col)",
            why=Text(
                "The array is (N, C, filter_h, filter_w, out_h, out_w). Reshaped as it is, it has "
                "the right shape, but a row is no longer one window.",
                "配列の軸は (N, C, filter_h, filter_w, out_h, out_w) の順である。"
                "そのまま reshape しても形は合うが、1行が1つのウィンドウではなくなる。",
            ),
        ),
        Mistake(
            name="channels_last_in_a_window",
            ja="ウィンドウの中でチャネルを最後に置く",
            line="col = col.transpose(0, 4, 5, 1, 2, 3)  # the windows' axes first, then what is "
            "in a window",
            wrong="col = col.transpose(0, 4, 5, 2, 3, 1)",
            why=Text(
                "A row must go through channel, height, width, like a filter flattened by "
                "reshape(FN, -1); TensorFlow's patches put the channel last.",
                "1行の中の並びは、reshape(FN, -1) で平らにしたフィルタと同じく"
                "チャネル・高さ・幅の順でなければならない。"
                "TensorFlow のパッチではチャネルが最後にくる。",
            ),
        ),
        Mistake(
            name="padding_on_one_side",
            ja="片側にしかパディングしない",
            line="img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))",
            wrong="img = np.pad(input_data, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))",
            why=Text(
                "The size is right, but every window lies pad pixels too far to the top left of "
                "the image: half of the padding belongs before it.",
                "大きさは合うが、画像に対して全ウィンドウの位置が pad 画素ずれる。"
                "パディングは画像の前後に入れる。",
            ),
        ),
        Mistake(
            name="filter_turned_around",
            ja="フィルタを反転する",
            line="col[:, :, y, x] = img[:, :, y:y_max:stride, x:x_max:stride]",
            wrong="col[:, :, -1 - y, -1 - x] = img[:, :, y:y_max:stride, x:x_max:stride]",
            why=Text(
                "That makes the mathematician's convolution, with the filter turned by 180 "
                "degrees; networks do not turn it.",
                "フィルタを180度回転させる数学上の畳み込みになってしまう。"
                "ニューラルネットワークではフィルタを回転させない。",
            ),
        ),
    ),
)
