"""Sizes, parameters, multiplications, receptive fields."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import Draws, Problem, Wrong, ours, worked


@worked("convolution_size", items=("3-4-1",), concepts=("output_size", "conv2d"))
def _convolution_size(d: Draws) -> Problem:
    size, k, stride, pad, dilation = (
        d.pick(28, 32, 30, 27),
        d.pick(3, 5),
        d.pick(1, 2, 3),
        d.pick(0, 1, 2),
        d.pick(1, 1, 2),
    )
    layer = ours("conv2d")(1, 1, k, stride=stride, padding=pad, dilation=dilation)
    right = layer.forward(np.zeros((1, 1, size, size))).shape[2]
    reach = dilation * (k - 1) + 1
    told = f", dilation {dilation}" if dilation > 1 else ""
    told_ja = f"、ダイレーション {dilation}" if dilation > 1 else ""
    return Problem(
        Text(
            f"An image of {size}×{size} passes a convolution with a {k}×{k} kernel, stride {stride}, padding "
            f"{pad} on each side{told}. How many rows has the output?",
            f"{size}×{size} の画像に、カーネル {k}×{k}、ストライド {stride}、パディング {pad}(両側){told_ja} の"
            "畳み込みを行う。出力の縦の大きさはいくつか。",
        ),
        right,
        Text(
            f"⌊({size} + 2·{pad} − {reach}) / {stride}⌋ + 1" + (f"; the kernel reaches over {reach}." if dilation > 1 else "."),
            f"⌊({size} + 2·{pad} − {reach}) / {stride}⌋ + 1 である。" + (f"カーネルの広がりは {reach} である。" if dilation > 1 else ""),
        ),
        (
            Wrong((size + 2 * pad - reach) // stride, Text("The last + 1 is forgotten.", "最後の + 1 を忘れている。")),
            Wrong((size + pad - reach) // stride + 1, Text("Padding is counted on one side only.", "パディングを片側しか数えていない。")),
            Wrong(-(-(size + 2 * pad - reach) // stride) + 1, Text("Rounded up; a window that does not fit is left out.", "切り上げている。はみ出すウィンドウは使わない。")),
            Wrong((size + 2 * pad - k) // stride + 1, Text("The dilation is left out.", "ダイレーションを考えていない。")),
            Wrong((size + 2 * pad) // stride, Text("The kernel's size is left out.", "カーネルの大きさを引いていない。")),
            Wrong(size + 2 * pad - reach + 1, Text("The stride is left out.", "ストライドを考えていない。")),
        ),
    )  # fmt: skip


@worked("convolution_parameters", items=("3-4-1", "3-4-2"), concepts=("conv2d",))
def _convolution_parameters(d: Draws) -> Problem:
    n_in, n_out, k, groups = d.pick(4, 8, 16), d.pick(16, 32, 64), d.pick(3, 5), d.pick(1, 1, 2, 4)
    layer = ours("conv2d")(n_in, n_out, k, groups=groups)
    right = sum(p.size for p in layer.params.values())
    told, told_ja = (f" in {groups} groups", f"(グループ数 {groups})") if groups > 1 else ("", "")
    return Problem(
        Text(
            f"A convolution{told} with bias takes {n_in} channels to {n_out} with {k}×{k} kernels. How "
            "many parameters has it?",
            f"入力 {n_in} チャネル、出力 {n_out} チャネル、カーネル {k}×{k} の畳み込み層{told_ja}(バイアスあり)の"
            "パラメータ数はいくつか。",
        ),
        right,
        Text(
            f"{n_out} kernels of {n_in // groups}·{k}·{k} weights, and {n_out} biases.",
            f"{n_in // groups}·{k}·{k} 個の重みを持つカーネルが {n_out} 個と、バイアスが {n_out} 個である。",
        ),
        (
            Wrong(n_in // groups * n_out * k * k, Text("The biases are left out.", "バイアスを数えていない。")),
            Wrong(n_in * n_out * k * k + n_out, Text("Groups: each kernel sees the channels of its own only.", "グループ化した畳み込みでは、カーネルは自分のグループのチャネルだけを見る。")),
            Wrong(n_out * k * k + n_out, Text("One kernel has a slice for each input channel.", "カーネルが入力チャネルごとの重みを持つことを忘れている。")),
            Wrong(n_in // groups * n_out * k + n_out, Text("The kernel's area is taken for its side.", "カーネルの面積ではなく一辺を使っている。")),
            Wrong((n_in // groups * k * k + 1) * n_in, Text("As many kernels as input channels.", "カーネルの数を入力チャネル数にしている。")),
            Wrong(n_in // groups * n_out * k * k + n_in, Text("A bias for each input channel.", "バイアスを入力チャネルごとに数えている。")),
        ),
    )  # fmt: skip


@worked("separable_parameters", items=("3-4-2",), concepts=("conv2d",))
def _separable_parameters(d: Draws) -> Problem:
    n_in, n_out, k = d.pick(16, 32, 64), d.pick(32, 64, 128), d.pick(3, 5)
    depth, point, full = n_in * k * k, n_in * n_out, n_in * n_out * k * k
    return Problem(
        Text(
            f"A {k}×{k} convolution from {n_in} to {n_out} channels is replaced by a depthwise one and a "
            "pointwise one. How many weights have both together, without biases?",
            f"入力 {n_in} チャネル、出力 {n_out} チャネルの {k}×{k} の畳み込みを、depthwise 畳み込みと pointwise "
            "畳み込みに置き換える。2つ合わせた重みの数(バイアスを除く)はいくつか。",
        ),
        depth + point,
        Text(
            f"Depthwise: {n_in}·{k}·{k}; pointwise (1×1): {n_in}·{n_out}. They are added.",
            f"depthwise は {n_in}·{k}·{k}、pointwise(1×1)は {n_in}·{n_out} で、足し合わせる。",
        ),
        (
            Wrong(full, Text("That is the ordinary convolution.", "通常の畳み込みの重みの数である。")),
            Wrong(depth * n_out, Text("The two are multiplied; that is the ordinary convolution again.", "足さずに掛けている。通常の畳み込みと同じになる。")),
            Wrong(point, Text("The depthwise part is left out.", "depthwise の分を数えていない。")),
            Wrong(n_out * k * k + point, Text("The depthwise part has a kernel for each input channel, not for each output.", "depthwise のカーネルは出力ではなく入力のチャネルごとにある。")),
            Wrong(depth + n_out, Text("The pointwise part sees every input channel.", "pointwise はすべての入力チャネルを見る。")),
        ),
    )  # fmt: skip


@worked("multiplications", items=("3-4-1", "3-4-2"), concepts=("conv2d",))
def _multiplications(d: Draws) -> Problem:
    n_in, n_out, k, size, stride = (
        d.pick(3, 8, 16),
        d.pick(8, 16),
        d.pick(3, 5),
        d.pick(16, 32),
        d.pick(1, 2),
    )
    out = size // stride
    right = out * out * n_out * n_in * k * k
    pad = k // 2
    return Problem(
        Text(
            f"A convolution takes {n_in} channels of {size}×{size} to {n_out} channels with {k}×{k} kernels, "
            f"stride {stride} and padding {pad}. How many multiplications does one image need?",
            f"{n_in} チャネル {size}×{size} の入力を、カーネル {k}×{k}、ストライド {stride}、パディング {pad} で "
            f"{n_out} チャネルに畳み込む。画像1枚あたりの乗算の回数はいくつか。",
        ),
        right,
        Text(
            f"The output has {n_out}·{out}·{out} numbers, each the sum of {n_in}·{k}·{k} products.",
            f"出力は {n_out}·{out}·{out} 個の数で、それぞれ {n_in}·{k}·{k} 個の積の和である。",
        ),
        (
            Wrong(n_out * n_in * k * k, Text("That is the number of weights: each is used at every place.", "重みの数である。重みは出力の位置ごとに使われる。")),
            Wrong(size * size * n_out * n_in * k * k if stride > 1 else size * size * n_out * k * k, Text("Counted wrongly: the output's places and all input channels decide.", "数え方が違う。出力の位置の数と、入力チャネルのすべてを掛ける。")),
            Wrong(out * out * n_in * k * k, Text("Only one output channel is counted.", "出力チャネルを1つしか数えていない。")),
            Wrong(out * n_out * n_in * k * k, Text("The output has rows and columns.", "出力の縦しか数えていない。")),
            Wrong(out * out * n_out * n_in * k, Text("The kernel's area is taken for its side.", "カーネルの面積ではなく一辺を使っている。")),
        ),
    )  # fmt: skip


@worked("receptive_field", items=("3-4-1",), concepts=("conv2d",))
def _receptive_field(d: Draws) -> Problem:
    layers = [(d.pick(3, 5), d.pick(1, 2)) for _ in range(3)]
    field, jump = 1, 1
    for k, s in layers:
        field, jump = field + (k - 1) * jump, jump * s
    told = ", ".join(f"{k}×{k} with stride {s}" for k, s in layers)
    told_ja = "、".join(f"{k}×{k}(ストライド {s})" for k, s in layers)
    plain = 1 + sum(k - 1 for k, _ in layers)
    backwards, step = 1, 1
    for k, s in reversed(layers):
        backwards, step = backwards + (k - 1) * step, step * s
    return Problem(
        Text(
            f"Three convolutions follow each other: {told}. How many pixels wide is the receptive field of "
            "one output?",
            f"{told_ja} の畳み込みを順に重ねる。出力の1要素の受容野は、横に何画素か。",
        ),
        field,
        Text(
            "It starts at 1 and grows by (k − 1) times the product of the strides before it.",
            "1 から始めて、層ごとに (k − 1) × それより前の層のストライドの積だけ広がる。",
        ),
        (
            Wrong(plain, Text("The strides are left out.", "ストライドを考えていない。")),
            Wrong(sum(k for k, _ in layers), Text("The kernels' sizes are added; neighbours share pixels.", "カーネルの大きさを足している。隣の窓は画素を共有する。")),
            Wrong(int(np.prod([k for k, _ in layers])), Text("The kernels' sizes are multiplied.", "カーネルの大きさを掛けている。")),
            Wrong(backwards, Text("The strides of the later layers are used, not of the earlier ones.", "前の層ではなく後ろの層のストライドを使っている。")),
            Wrong(1 + sum((k - 1) * s for k, s in layers), Text("Each layer is widened by its own stride.", "それぞれの層自身のストライドで広げている。")),
            Wrong(layers[-1][0], Text("That is the last kernel alone.", "最後のカーネルの大きさである。")),
        ),
    )  # fmt: skip


@worked("transposed_convolution_size", items=("3-4-2", "4-3-1"), concepts=("conv_transpose2d",))
def _transposed_convolution_size(d: Draws) -> Problem:
    size, k, stride, pad = d.pick(7, 8, 14), d.pick(3, 4, 5), d.pick(2, 3), d.pick(0, 1)
    layer = ours("conv_transpose2d")(1, 1, k, stride=stride, padding=pad)
    right = layer.forward(np.zeros((1, 1, size, size))).shape[2]
    return Problem(
        Text(
            f"A transposed convolution with a {k}×{k} kernel, stride {stride}, padding {pad} and no output "
            f"padding takes {size}×{size}. How many rows has the output?",
            f"カーネル {k}×{k}、ストライド {stride}、パディング {pad}、output padding なしの転置畳み込みに "
            f"{size}×{size} を入力する。出力の縦の大きさはいくつか。",
        ),
        right,
        Text(
            f"({size} − 1)·{stride} − 2·{pad} + {k}: the convolution's formula solved for the input.",
            f"({size} − 1)·{stride} − 2·{pad} + {k} である。畳み込みの式を入力について解いたものになる。",
        ),
        (
            Wrong((size + 2 * pad - k) // stride + 1, Text("That is the ordinary convolution, which shrinks.", "通常の畳み込みの式である。小さくなってしまう。")),
            Wrong(size * stride, Text("Only the stride is counted.", "ストライドしか考えていない。")),
            Wrong((size - 1) * stride + 2 * pad + k, Text("Padding is added; here it cuts off.", "パディングを足している。転置畳み込みでは削る側である。")),
            Wrong(size * stride - 2 * pad + k, Text("One step too many: n inputs have n − 1 gaps.", "1つ多い。n 個の入力の間隔は n − 1 である。")),
            Wrong((size - 1) * stride - 2 * pad + 1, Text("The kernel's size is left out.", "カーネルの大きさを足していない。")),
        ),
    )  # fmt: skip


@worked("dense_after_flatten", items=("3-1-1", "3-4-3"), concepts=("simple_convnet",))
def _dense_after_flatten(d: Draws) -> Problem:
    channels, size, k, hidden = (
        d.pick(16, 30, 32),
        d.pick(28, 32),
        d.pick(3, 5),
        d.pick(50, 100, 128),
    )
    out = (size - k + 1) // 2
    inputs = channels * out * out
    return Problem(
        Text(
            f"An image of 1×{size}×{size} passes a {k}×{k} convolution to {channels} channels (stride 1, no "
            f"padding), a 2×2 max pooling with stride 2, and a dense layer of {hidden} units with bias. How "
            "many parameters has the dense layer?",
            f"1×{size}×{size} の画像を、{k}×{k} の畳み込み({channels} チャネル、ストライド 1、パディングなし)、"
            f"2×2 の最大プーリング(ストライド 2)、ユニット数 {hidden} の全結合層(バイアスあり)の順に通す。"
            "全結合層のパラメータ数はいくつか。",
        ),
        inputs * hidden + hidden,
        Text(
            f"After pooling {channels}×{out}×{out} = {inputs:,} numbers are left; times {hidden}, and "
            f"{hidden} biases.",
            f"プーリング後は {channels}×{out}×{out} = {inputs:,} 個である。これに {hidden} を掛け、バイアス "
            f"{hidden} 個を足す。",
        ),
        (
            Wrong(inputs * hidden, Text("The biases are left out.", "バイアスを数えていない。")),
            Wrong(channels * (size - k + 1) ** 2 * hidden + hidden, Text("The pooling is left out.", "プーリングを考えていない。")),
            Wrong(channels * (size // 2) ** 2 * hidden + hidden, Text("The convolution without padding has made the map smaller.", "パディングなしの畳み込みで小さくなることを考えていない。")),
            Wrong(out * out * hidden + hidden, Text("The channels are left out.", "チャネルを考えていない。")),
            Wrong(channels * hidden + hidden, Text("That is a dense layer behind global pooling.", "Global Average Pooling の後に置いた場合の数である。")),
        ),
    )  # fmt: skip
