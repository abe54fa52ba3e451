"""A convolution in two steps: within each channel, then across the channels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.depthwise_conv2d import DepthwiseConv2d
from numpy_impl.layers.pointwise_conv2d import PointwiseConv2d
from numpy_impl.layers.separable_conv2d import SeparableConv2d
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, QUIET, Drawing, Sheet, number

IMAGE = np.array(
    [[[1, 2, 0], [0, 1, 3], [2, 1, 1]], [[0, 1, 1], [2, 0, 1], [1, 3, 0]]], dtype=float
)
KERNELS = np.array([[[1, 0], [-1, 2]], [[0, 1], [1, 0]]], dtype=float)
COLOURS = (C1, C2)


def _tinted(colour: str) -> Callable[[int, int], tuple[str, float]]:
    return lambda i, j: (colour, 0.2)


def depthwise(concept: Concept) -> Drawing:
    """Draw two channels, each with its kernel and its output."""
    layer = DepthwiseConv2d(2, 2, use_bias=False)
    layer.params["W"] = KERNELS[:, None]
    y = layer.forward(IMAGE[None])[0]
    sheet = Sheet(230)
    titles = ("x, 3×3", "W, 2×2", "y, 2×2")
    for c, colour in enumerate(COLOURS):
        top = 40 + 104 * c
        for left, drop, values, title in (
            (24, 0, IMAGE[c], titles[0]),
            (164, 13, KERNELS[c], titles[1]),
            (276, 13, y[c], titles[2]),
        ):
            heading = title if c == 0 else ""
            sheet.grid(left, top + drop, values, 27, _tinted(colour), title=heading)
        sheet.text(136, top + 40, "*", 16, anchor="middle")
        sheet.text(248, top + 40, "=", 16, anchor="middle")
        name = Text(f"channel {c}", f"チャネル {c}")
        sheet.text(346, top + 40, name, 11, QUIET)
    return Drawing(
        sheet,
        Text(
            "Each channel of the image is convolved with its own kernel and gives its own channel "
            "of the output; nothing is added across the two rows.",
            "画像の各チャネルを専用のカーネルで畳み込み、それぞれが出力の1チャネルになる。"
            "上下の行の間で足し合わせることはない。",
        ),
        Text(
            "Two rows, one for each channel: a 3×3 image, a 2×2 kernel and the 2×2 result.",
            "チャネルごとに1行ずつ、3×3 の画像、2×2 のカーネル、2×2 の結果を並べた図。",
        ),
    )


def pointwise(concept: Concept) -> Drawing:
    """Draw how one pixel's channels become the channels of the output."""
    layer = PointwiseConv2d(2, 3, use_bias=False)
    W = np.array([[1, 2], [-1, 1], [0, 3]], dtype=float)
    layer.params["W"] = W[:, :, None, None]
    y = layer.forward(IMAGE[None])[0]
    sheet = Sheet(300)
    for c in range(2):
        sheet.grid(
            20, 84 + 104 * c, IMAGE[c], 24, lambda i, j: (C1, 0.3) if (i, j) == (1, 2) else None,
            title=Text(f"x, channel {c}", f"x、チャネル {c}"),
        )  # fmt: skip
    sheet.text(112, 170, "*", 16, anchor="middle")
    sheet.grid(132, 134, W, 26, lambda i, j: (C2, 0.2), title="W, 3×2")
    sheet.text(200, 170, "=", 16, anchor="middle")
    for o in range(3):
        sheet.grid(
            220, 34 + 92 * o, y[o], 24, lambda i, j: (C1, 0.3) if (i, j) == (1, 2) else None,
            title=Text(f"y, channel {o}", f"y、チャネル {o}"),
        )  # fmt: skip
        a, b = IMAGE[:, 1, 2]
        terms = f"{number(W[o, 0])}·{number(a)} + {number(W[o, 1])}·{number(b)}"
        sheet.text(302, 70 + 92 * o, f"{terms} = {number(float(y[o, 1, 2]))}", 10.5)
    return Drawing(
        sheet,
        Text(
            "The coloured pixel of y is made of the same pixel of x alone: its two channels, as a "
            "vector, times W. Every other pixel goes through the same matrix.",
            "色を付けた y の画素は、x の同じ位置の画素だけから作られる。2つのチャネルをベクトルと"
            "みて W を掛ける。ほかの画素にも同じ行列を掛ける。",
        ),
        Text(
            "Two channels of a 3×3 image, a 3×2 matrix, and three channels of the result, with one "
            "pixel marked in all of them.",
            "3×3 の画像の2チャネル、3×2 の行列、結果の3チャネル。同じ位置の1画素に色が付いている。",
        ),
    )


def separable(concept: Concept) -> Drawing:
    """Draw how many weights the convolution has, and its two steps, as bars."""
    sheet = Sheet(218)
    widths = (16, 64, 256)
    for row, n in enumerate(widths):
        whole = Conv2d(n, n, 3, use_bias=False).params["W"].size
        parts = SeparableConv2d(n, n, 3, use_bias=False).params
        depth, point = parts["W_depth"].size, parts["W_point"].size
        top = 34 + 62 * row
        told = Text(f"{n} channels, 3×3", f"{n} チャネル、3×3")
        sheet.text(14, top - 10, told, 10.5)
        full = 280.0
        sheet.boxes([(14, top, full, 14)], QUIET, opacity=0.4)
        sheet.text(300, top + 7, number(whole), 10.5)
        wide = [full * part / whole for part in (depth, point)]
        sheet.boxes([(14, top + 17, wide[0], 14)], C2, opacity=0.7)
        sheet.boxes([(14 + wide[0], top + 17, wide[1], 14)], C1, opacity=0.7)
        sheet.text(
            300, top + 24, f"{number(depth)} + {number(point)} = {number(depth + point)}", 10.5
        )
    return Drawing(
        sheet,
        Text(
            "Weights of a 3×3 convolution (grey), and of the depthwise part and the pointwise part "
            "that stand for it. The more channels there are, the nearer the quotient comes to 1/9, "
            "and the pointwise part is nearly all that is left.",
            "3×3 の畳み込みの重みの数(灰色)と、それに代わる depthwise 部分・pointwise 部分の重みの"
            "数。チャネル数が多いほど比は 1/9 に近づき、残りのほとんどを pointwise 部分が占める。",
        ),
        Text(
            "Three pairs of bars, for 16, 64 and 256 channels: the lower bar is a small part of "
            "the upper one.",
            "16・64・256 チャネルの棒が2本ずつ。下の棒は上の棒よりずっと短い。",
        ),
    )


FIGURES = {
    "depthwise_conv2d": depthwise,
    "pointwise_conv2d": pointwise,
    "separable_conv2d": separable,
}
