"""Convolutions, drawn with numbers, and how their sizes come about."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.conv_transpose2d import ConvTranspose2d
from numpy_impl.layers.output_size import output_size
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, QUIET, Drawing, Sheet, number

IMAGE = np.array([[1, 2, 0, 1], [0, 1, 3, 1], [2, 1, 1, 2], [1, 0, 1, 1]], dtype=float)
KERNEL = np.array([[1, 0], [-1, 2]], dtype=float)


def convolution(concept: Concept) -> Drawing:
    """Draw an image, a kernel and what the layer makes of them; and that it is one product."""
    layer = Conv2d(1, 1, 2, use_bias=False)
    layer.params["W"] = KERNEL[None, None]
    y = layer.forward(IMAGE[None, None])[0, 0]
    sheet = Sheet(334)
    sheet.grid(
        14, 52, IMAGE, 27, title=Text("x, 4×4", "x(4×4)"),
        style=lambda i, j: (C1, 0.22) if i in (1, 2) and j in (1, 2) else None,
    )  # fmt: skip
    sheet.text(134, 106, "*", 16, anchor="middle")
    sheet.grid(152, 79, KERNEL, 27, title=Text("W, 2×2", "W(2×2)"), style=lambda i, j: (C2, 0.2))
    sheet.text(222, 106, "=", 16, anchor="middle")
    sheet.grid(
        240, 66, y, 27, title=Text("y, 3×3", "y(3×3)"),
        style=lambda i, j: (C1, 0.22) if (i, j) == (1, 1) else None,
        strong=lambda i, j: (i, j) == (1, 1),
    )  # fmt: skip
    a = IMAGE[1:3, 1:3]
    terms = " + ".join(f"{number(w)}·{number(v)}" for w, v in zip(KERNEL.flat, a.flat, strict=True))
    sheet.text(152, 172, f"{terms} = {number(float(y[1, 1]))}".replace("+ −", "− "), 10.5)
    _as_one_product(sheet, layer, 207)
    return Drawing(
        sheet,
        Text(
            "The kernel slides over the image; each output is the sum of the window times the "
            "kernel, which is not flipped. Below, the same as one product: the windows become "
            "rows, and the result is put back into the shape of an image.",
            "カーネルを画像の上で滑らせ、窓とカーネルの積の和を出力とする。カーネルは反転しない。"
            "下は同じ計算を1回の行列積で行う様子。窓を行に並べて積をとり、結果を画像の形に戻す。",
        ),
        Text(
            "A 4×4 image, a 2×2 kernel and the 3×3 result, with one window and its sum marked. "
            "Below, a 3×3 image's matrix of columns, times the kernel as a column, gives four "
            "numbers, which form the 2×2 output.",
            "4×4 の画像、2×2 のカーネル、3×3 の結果。1つの窓とその和を示す。"
            "下では、3×3 の画像の列の行列に、列にしたカーネルを掛けた4つの数が 2×2 の出力になる。",
        ),
    )


def _as_one_product(sheet: Sheet, layer: Conv2d, top: float) -> None:
    """Draw a smaller image's convolution as one matrix product."""
    image = IMAGE[:3, :3]
    y = layer.forward(image[None, None])[0, 0]
    col = layer.col
    sheet.grid(14, top + 13, image, 26, title=Text("x, 3×3", "x(3×3)"))
    sheet.arrow((100, top + 52), (122, top + 52))
    sheet.grid(130, top, col, 26, title=Text("col", "col"), style=lambda i, j: (C1, 0.14))
    sheet.text(248, top + 52, "·", 18, anchor="middle")
    sheet.grid(
        264, top, KERNEL.reshape(4, 1), 26, title=Text("W", "W"), style=lambda i, j: (C2, 0.2)
    )
    sheet.text(306, top + 52, "=", 14, anchor="middle")
    sheet.grid(322, top, y.reshape(4, 1), 26)
    sheet.arrow((354, top + 52), (372, top + 52))
    sheet.grid(380, top + 26, y, 26, title="y")


def transposed(concept: Concept) -> Drawing:
    """Draw a transposed convolution with stride 2."""
    layer = ConvTranspose2d(1, 1, 2, stride=2, use_bias=False)
    layer.params["W"] = KERNEL[None, None]
    x = np.array([[1.0, 2.0], [3.0, -1.0]])
    y = layer.forward(x[None, None])[0, 0]
    sheet = Sheet(178)
    colours = ((C1, 0.24), (C2, 0.22), (QUIET, 0.2), (C1, 0.1))
    sheet.grid(20, 78, x, 30, title=Text("x, 2×2", "x(2×2)"), style=lambda i, j: colours[2 * i + j])
    sheet.text(108, 108, "*", 16, anchor="middle")
    sheet.grid(130, 78, KERNEL, 30, title=Text("W, 2×2", "W(2×2)"))
    sheet.arrow((206, 108), (246, 108))
    sheet.grid(
        264, 48, y, 30, title=Text("y, 4×4, stride 2", "y(4×4、ストライド 2)"),
        style=lambda i, j: colours[2 * (i // 2) + j // 2],
    )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "Each pixel of x stamps the kernel, times its value, into y; with a stride of 2 the "
            "stamps "
            "lie side by side, with a stride of 1 they would overlap and add.",
            "x の各画素が、その値を掛けたカーネルを y に押していく。ストライド 2 "
            "なら隣り合って並び、"
            "ストライド 1 なら重なって足し合わされる。",
        ),
        Text(
            "A 2×2 input, a 2×2 kernel and the 4×4 output, whose four blocks are multiples of "
            "the kernel.",
            "2×2 の入力、2×2 のカーネル、4×4 の出力。出力の4つの区画はカーネルの倍数である。",
        ),
    )


def sizes(concept: Concept) -> Drawing:
    """Draw which windows fit on an axis."""
    sheet = Sheet(214)
    rows = (
        (
            6,
            2,
            1,
            1,
            Text(
                "n 6, kernel 2, padding 1, stride 1", "n 6、カーネル 2、パディング 1、ストライド 1"
            ),
        ),
        (
            8,
            3,
            2,
            1,
            Text(
                "n 8, kernel 3, padding 1, stride 2", "n 8、カーネル 3、パディング 1、ストライド 2"
            ),
        ),
    )
    for r, (n, k, stride, pad, title) in enumerate(rows):
        top = 40 + r * 104
        windows = output_size(n, k, stride, pad, pad)
        cell = 24.0
        sheet.text(20, top - 20, title, 10.5)
        padded = n + 2 * pad
        outside = [(20 + i * cell, top, cell, cell) for i in (0, padded - 1)]
        sheet.boxes(outside, QUIET, opacity=0.15)
        sheet.boxes(
            [(20 + i * cell, top, cell, cell) for i in range(padded)], edge=QUIET, width=0.75
        )
        for w in range(windows):
            left = 20 + w * stride * cell + 2
            y = top + cell + 7 + 7 * (w % 4)
            sheet.segments([[(left, y), (left + k * cell - 4, y)]], C1 if w % 2 else C2, 3)
        sheet.text(
            300, top + 40, Text(f"→ {windows} windows", f"→ 窓は {windows} 個"), 13, bold=True
        )
    return Drawing(
        sheet,
        Text(
            "Bars are the places where the kernel fits; grey pixels are padding. With a stride "
            "of 2 "
            "the last pixel may be left over: the division is rounded down.",
            "棒はカーネルが収まる位置、灰色はパディング。ストライド 2 "
            "では最後の画素が余ることがあり、"
            "割り算は切り捨てる。",
        ),
        Text(
            "Two rows of pixels with the windows that fit: 7 of 6 pixels, and 4 of 8 pixels.",
            "画素の列2本と、収まる窓。6画素では7個、8画素では4個。",
        ),
    )


FIGURES = {
    "conv2d": convolution,
    "conv_transpose2d": transposed,
    "output_size": sizes,
}
