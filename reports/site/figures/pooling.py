"""What pooling keeps of an image, and where its gradient goes."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.max_pool2d import MaxPool2d
from numpy_impl.layers.max_unpool2d import MaxUnpool2d
from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation
from reports.site.drawing.sheet import C1, C2, C3, C4, Drawing, Sheet, number

IMAGE = np.array([[1, 5, 2, 0], [3, 2, 1, 4], [0, 1, 6, 2], [2, 3, 1, 7]], dtype=float)
COLOURS = (C1, C2, C3, C4)
CELL = 26.0

CAPTIONS = {
    "max_pool2d": Text(
        "Of each window the largest number is kept; on the way back it alone takes the gradient.",
        "窓ごとに最大の数だけを残す。逆伝播では、その画素だけが勾配を受け取る。",
    ),
    "avg_pool2d": Text(
        "Of each window the mean is kept; on the way back every pixel takes a quarter.",
        "窓ごとに平均を残す。逆伝播では、どの画素も4分の1ずつ勾配を受け取る。",
    ),
    "lp_pool2d": Text(
        "Of each window the root of the sum of squares is kept (p = 2): between a sum and a "
        "maximum; "
        "large pixels take more of the gradient.",
        "窓ごとに二乗和の平方根を残す(p = 2)。和と最大値の中間で、"
        "大きい画素ほど多くの勾配を受け取る。",
    ),
    "global_max_pool2d": Text(
        "The whole image becomes its largest number; that pixel alone takes the gradient.",
        "画像全体が最大の1つの数になり、その画素だけが勾配を受け取る。",
    ),
    "global_avg_pool2d": Text(
        "The whole image becomes its mean; every pixel takes the same sixteenth of the gradient.",
        "画像全体が平均の1つの数になり、どの画素も勾配の16分の1を受け取る。",
    ),
}


def pooled(concept: Concept) -> Drawing:
    """Draw an image, what the layer keeps, and the gradient for dy of ones."""
    whole = concept.name.startswith("global")
    config = {"lp_pool2d": (2.0, 2)}.get(concept.name, () if whole else (2,))
    layer = implementation("numpy", concept)(*config)
    y = layer.forward(IMAGE[None, None])
    dx = layer.backward(np.ones_like(y))[0, 0]
    kept = np.atleast_2d(y[0, 0]) if y.ndim == 4 else y[:1, :1]

    def style(i: int, j: int) -> tuple[str, float]:
        return (C1 if whole else COLOURS[2 * (i // 2) + j // 2], 0.16)

    sheet = Sheet(200)
    sheet.grid(
        14, 48, IMAGE, CELL, style, title=Text(
            "x, windows of 2×2",
            "x(2×2 の窓)",
        ) if not whole else "x",
        strong=lambda i, j: bool(dx[i, j] == 1),
    )  # fmt: skip
    sheet.arrow((126, 100), (150, 100))
    size = CELL + 8
    sheet.grid(
        160, 100 - size * len(kept) / 2, kept, size,
        lambda i, j: (C1 if whole else COLOURS[2 * i + j], 0.16), title="y",
    )  # fmt: skip
    sheet.arrow((236, 100), (262, 100))
    sheet.grid(
        274, 48, dx, CELL + 9, lambda i, j: (C1, 0.28 * float(dx[i, j]) / float(dx.max())),
        lambda v: number(v, 2), Text("dx for dy = 1", "dy = 1 のときの dx"), 9.5,
    )  # fmt: skip
    return Drawing(
        sheet,
        CAPTIONS[concept.name],
        Text(
            f"A 4×4 image, what {concept.title.en} keeps of it, and the gradient of each pixel.",
            f"4×4 の画像、{concept.title.ja}の結果、各画素の勾配。",
        ),
    )


def unpooled(concept: Concept) -> Drawing:
    """Draw maxima, where they were, and the image that they go back into."""
    _, indices = MaxPool2d(2, return_indices=True).forward(IMAGE[None, None])
    x = np.array([[2.0, 9.0], [3.0, 8.0]])
    y = MaxUnpool2d(2).forward(x[None, None], indices)[0, 0]

    def window(i: int, j: int) -> tuple[str, float]:
        return COLOURS[2 * i + j], 0.16

    def place(i: int, j: int) -> tuple[str, float] | None:
        return (COLOURS[2 * (i // 2) + j // 2], 0.16) if y[i, j] else None

    sheet = Sheet(200)
    sheet.grid(
        14, 48, IMAGE, CELL, place, strong=lambda i, j: bool(y[i, j]),
        title=Text("what was pooled", "もとの画像"),
    )  # fmt: skip
    sheet.grid(146, 30, indices[0, 0], CELL, window, title="indices", size=10)
    sheet.grid(146, 126, x, CELL, window, title="x")
    sheet.arrow((216, 100), (250, 100))
    sheet.grid(274, 48, y, CELL + 9, place, title="y", strong=lambda i, j: bool(y[i, j]))
    return Drawing(
        sheet,
        Text(
            "The indices say at which pixel, counted row by row, each window had its maximum. "
            "There the numbers of x go, whatever they are now; the rest is 0.",
            "indices は、行ごとに数えて何番目の画素が窓の最大値だったかを表す。x の値はその画素に"
            "入り、残りは 0 になる。",
        ),
        Text(
            "A 4×4 image with four maxima marked, their four indices, four new numbers, and a "
            "4×4 image that holds these at the same places.",
            "最大値に印を付けた 4×4 の画像、4つの indices、4つの新しい値と、それらを同じ位置に"
            "置いた 4×4 の画像。",
        ),
    )


SHARED_OUT = {
    "adaptive_avg_pool2d": Text(
        "Three windows a side share out four pixels, so neighbours overlap; the one in the middle "
        "is marked. A pixel of several windows takes a share of the gradient from each.",
        "一辺 4 画素を 3 個の窓に分けるので、隣の窓と重なる(中央の窓に色を付けた)。"
        "複数の窓に入る画素は、それぞれから勾配の一部を受け取る。",
    ),
    "adaptive_max_pool2d": Text(
        "Three windows a side share out four pixels, so neighbours overlap; the one in the middle "
        "is marked. A pixel that is the maximum of several windows adds up their gradients.",
        "一辺 4 画素を 3 個の窓に分けるので、隣の窓と重なる(中央の窓に色を付けた)。"
        "複数の窓の最大値になった画素では、それぞれの勾配を足し合わせる。",
    ),
}


def shared_out(concept: Concept) -> Drawing:
    """Draw an image, what three windows a side keep of it, and the gradient for dy of ones."""
    layer = implementation("numpy", concept)(3)
    y = layer.forward(IMAGE[None, None])
    dx = layer.backward(np.ones_like(y))[0, 0]

    def middle(i: int, j: int) -> tuple[str, float] | None:
        return (C1, 0.16) if i in (1, 2) and j in (1, 2) else None

    sheet = Sheet(200)
    sheet.grid(14, 48, IMAGE, CELL, middle, title=Text("x, windows of 2×2", "x(2×2 の窓)"))
    sheet.arrow((126, 100), (146, 100))
    sheet.grid(
        152, 61, y[0, 0], CELL, lambda i, j: (C1, 0.16) if i == j == 1 else None,
        lambda v: number(v, 2), "y", 9.5,
    )  # fmt: skip
    sheet.arrow((238, 100), (262, 100))
    sheet.grid(
        274, 48, dx, CELL + 9, lambda i, j: (C1, 0.28 * float(dx[i, j]) / float(dx.max())),
        lambda v: number(v, 2), Text("dx for dy = 1", "dy = 1 のときの dx"), 9.5,
    )  # fmt: skip
    return Drawing(
        sheet,
        SHARED_OUT[concept.name],
        Text(
            f"A 4×4 image, the 3×3 numbers that {concept.title.en} keeps of it, and the gradient "
            "of each pixel.",
            f"4×4 の画像、{concept.title.ja}の結果の 3×3 の値、各画素の勾配。",
        ),
    )


FIGURES = {
    **dict.fromkeys(CAPTIONS, pooled),
    **dict.fromkeys(SHARED_OUT, shared_out),
    "max_unpool2d": unpooled,
}
