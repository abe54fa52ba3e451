"""im2col and col2im, drawn with numbers."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.col2im import col2im
from numpy_impl.layers.im2col import im2col
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, C3, C4, Drawing, Sheet, number

IMAGE = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
COLOURS = (C1, C2, C3, C4)
CELL = 26.0


def _windows(sheet: Sheet, left: float, top: float) -> None:
    """Outline the four windows of 2×2 on an image of 3×3, a little apart."""
    for k, colour in enumerate(COLOURS):
        i, j = divmod(k, 2)
        inset = 2 + 1.5 * k
        sheet.boxes(
            [
                (
                    left + j * CELL + inset,
                    top + i * CELL + inset,
                    2 * CELL - 2 * inset,
                    2 * CELL - 2 * inset,
                )
            ],
            edge=colour,
            width=1.8,
        )


def columns(concept: Concept) -> Drawing:
    """Draw an image, its windows and the matrix of columns."""
    found = im2col(IMAGE, 2, 2)
    sheet = Sheet(172)
    sheet.grid(16, 44, IMAGE[0, 0], CELL, title=Text("image x, 3×3", "画像 x(3×3)"))
    _windows(sheet, 16, 44)
    sheet.arrow((112, 84), (150, 84))
    sheet.grid(
        178,
        44,
        found,
        CELL,
        style=lambda i, j: (COLOURS[i], 0.16),
        title=Text("col: a window a row", "col:窓ごとに1行"),
    )
    sheet.text(300, 60, Text("4 windows of 2×2,", "2×2 の窓が4つ、"), 10.5)
    sheet.text(300, 78, Text("4 numbers each", "それぞれ4個の数"), 10.5)
    return Drawing(
        sheet,
        Text(
            "Each window of the filter becomes one row, so the whole convolution is one matrix "
            "product. Pixels under several windows (the 5: all four) are copied as often.",
            "フィルタの窓がそれぞれ1行になり、畳み込み全体が1つの行列積になる。複数の窓に入る画素"
            "(5 は4つすべて)は、その回数だけ複製される。",
        ),
        Text(
            "A 3×3 image with four 2×2 windows, and the 4×4 matrix with a row for each window.",
            "4つの 2×2 の窓を描いた 3×3 の画像と、窓ごとに1行の 4×4 行列。",
        ),
    )


def image(concept: Concept) -> Drawing:
    """Draw the columns that go back into an image."""
    found = im2col(IMAGE, 2, 2)
    back = col2im(found, IMAGE.shape, 2, 2)
    sheet = Sheet(172)
    sheet.grid(16, 44, found, CELL, style=lambda i, j: (COLOURS[i], 0.16), title=Text("col", "col"))
    sheet.arrow((138, 96), (172, 96))
    sheet.grid(
        196,
        56,
        back[0, 0],
        CELL + 4,
        title=Text("col2im(col)", "col2im(col)"),
        strong=lambda i, j: back[0, 0, i, j] != IMAGE[0, 0, i, j],
    )
    times = back[0, 0] / IMAGE[0, 0]
    sheet.grid(
        324,
        56,
        times,
        CELL + 4,
        written=lambda v: f"×{number(v)}",
        style=lambda i, j: (C1, 0.06 * float(times[i, j])),
        title=Text("windows", "窓の数"),
    )
    return Drawing(
        sheet,
        Text(
            "The rows are added back to where they came from. It does not restore the image: a "
            "pixel "
            "under four windows comes back four times as large. That is what a gradient needs.",
            "各行を元の場所に足し戻す。画像が復元されるわけではなく、4つの窓に入る画素は4倍になって"
            "戻る。勾配の計算に必要なのはこの和である。",
        ),
        Text(
            "The 4×4 matrix of columns, the 3×3 image of sums, and how many windows cover each "
            "pixel.",
            "4×4 の列の行列、足し戻した 3×3 の画像、各画素を覆う窓の数。",
        ),
    )


FIGURES = {"im2col": columns, "col2im": image}
