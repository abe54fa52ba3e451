"""What pooling keeps of a sequence or of a volume, all of it at once or by a norm."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation
from reports.site.drawing.sheet import C1, C2, C3, Drawing, Sheet, number

STEPS = np.array([1, 3, 0, 2, 1, 4], dtype=float)
SLICES = np.array([[[1, 5, 2, 0], [3, 2, 1, 4]], [[0, 1, 6, 2], [2, 3, 1, 3]]], dtype=float)
COLOURS = (C1, C2, C3)

KEPT = {
    "global_max_pool1d": Text(
        "The whole sequence becomes its largest number; that step alone gets the gradient.",
        "系列全体が最大の1つの数になる。勾配を受け取るのはその時刻だけである。",
    ),
    "global_avg_pool1d": Text(
        "The whole sequence becomes its mean; every step gets a sixth of the gradient.",
        "系列全体が平均の1つの数になる。どの時刻も勾配の6分の1を受け取る。",
    ),
    "lp_pool1d": Text(
        "Each window of two steps becomes the root of the sum of squares (p = 2); the larger step "
        "gets more of the gradient.",
        "2時刻の窓ごとに二乗和の平方根を残す(p = 2)。大きい時刻ほど多くの勾配を受け取る。",
    ),
    "global_max_pool3d": Text(
        "Both slices together become their largest number; that place alone gets the gradient.",
        "断面2枚を合わせた全体が最大の1つの数になる。勾配を受け取るのはその位置だけである。",
    ),
    "global_avg_pool3d": Text(
        "Both slices together become their mean; every place gets a sixteenth of the gradient.",
        "断面2枚を合わせた全体が平均の1つの数になる。どの位置も勾配の16分の1を受け取る。",
    ),
    "lp_pool3d": Text(
        "A block of 2×2×2 becomes the root of the sum of its eight squares (p = 2); larger numbers "
        "get more of the gradient.",
        "2×2×2 の区画ごとに8個の二乗和の平方根を残す(p = 2)。大きい値ほど多くの勾配を受け取る。",
    ),
}


def kept(concept: Concept) -> Drawing:
    """Draw the numbers, what the layer keeps of them, and the gradient for dy of ones."""
    line = concept.name.endswith("1d")
    layer = implementation("numpy", concept)(*((2.0, 2) if concept.name.startswith("lp") else ()))
    x = STEPS[np.newaxis] if line else SLICES
    y = layer.forward((STEPS if line else SLICES)[np.newaxis, np.newaxis])
    dx = layer.backward(np.ones_like(y)).reshape(x.shape)
    y = y.ravel()
    sheet = Sheet(200 if line else 226)
    wide = x.shape[-1] // len(y)

    def window(i: int, j: int) -> tuple[str, float]:
        return COLOURS[j // wide], 0.2

    def sized(i: int, j: int) -> tuple[str, float]:
        return COLOURS[j], 0.2

    if line:
        sheet.grid(24, 34, x[0], (44, 26), window, title="x")
        sheet.grid(24, 90, y, (44 * wide, 26), sized, lambda v: number(v, 3), "y")
        title = Text("dx for dy = 1", "dy = 1 のときの dx")
        sheet.grid(24, 146, dx[0], (44, 26), window, lambda v: number(v, 2), title)
    else:
        for d in range(2):
            top = 42.0 + 92 * d
            titles = Text(f"x, slice {d}", f"x、断面 {d}"), Text(f"dx, slice {d}", f"dx、断面 {d}")
            sheet.grid(16, top, x[d], (34, 26), window, title=titles[0], size=10)
            sheet.grid(268, top, dx[d], (38, 26), window, lambda v: number(v, 2), titles[1], 9.5)
        left = 210.0 - 20 * len(y)
        sheet.grid(left, 88, y, (40, 26), sized, lambda v: number(v, 3), "y", 10)
    return Drawing(
        sheet,
        KEPT[concept.name],
        Text(
            f"Numbers, what {concept.title.en} keeps of them, and the gradient of each.",
            f"もとの数と、{concept.title.ja}で残るもの、それぞれの勾配。",
        ),
    )


FIGURES = dict.fromkeys(KEPT, kept)
