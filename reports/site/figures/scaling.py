"""EfficientNet's parts: branches that examples skip, and factors for channels and blocks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.layers.drop_connect import DropConnect
from numpy_impl.networks.compound_scaling import compound_scaling
from numpy_impl.networks.efficientnet_b0 import B0
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, QUIET, Drawing, Sheet

MASK = np.array([1.0, 0.0, 1.0, 1.0])


def branches(concept: Concept) -> Drawing:
    """Draw four examples, of which one skips the branch."""
    x = np.array([[2.0, 1.0, 3.0], [4.0, 2.0, 1.0], [1.0, 3.0, 2.0], [3.0, 1.0, 4.0]])
    y = DropConnect(0.5).forward(x, mask=MASK)

    def kept(i: int, j: int) -> tuple[str, float] | None:
        return (C1, 0.2) if MASK[i] else None

    sheet = Sheet(176)
    sheet.grid(20, 40, x, 30, title=Text("x, 4 examples", "x(4個のデータ)"))
    sheet.grid(162, 40, MASK[:, None], 30, kept, title="m")
    sheet.arrow((210, 100), (250, 100))
    sheet.grid(270, 40, y, 30, kept, title="y = x m / (1 − 0.5)")
    return Drawing(
        sheet,
        Text(
            "One draw for each example: the second one skips the branch whole, the others are "
            "divided by the share that stays.",
            "データごとに1回だけ決める。2番目のデータは枝を丸ごと飛ばし、ほかは残る割合で割る。",
        ),
        Text(
            "Four rows of three numbers, a mask of four, and the result: one row is 0, the others "
            "are doubled.",
            "3個の数が4行、4個のマスク、その結果。1行だけ 0 になり、ほかは2倍になる。",
        ),
    )


def _shade(colour: str, k: int) -> Callable[[int, int], tuple[str, float]]:
    """Return what paints all cells of the row k alike."""
    return lambda i, j: (colour, 0.1 + 0.1 * k)


def scaled(concept: Concept) -> Drawing:
    """Draw the channels and blocks of three variants."""
    channels, blocks = [stage[1] for stage in B0], [stage[2] for stage in B0]
    sheet = Sheet(226)
    sheet.text(20, 18, Text("channels of the 7 stages", "7段のチャネル数"), 11)
    sheet.text(20, 128, Text("blocks of the 7 stages", "7段のブロック数"), 11)
    for k, (name, width, depth) in enumerate((("B0", 1, 1), ("B2", 1.1, 1.2), ("B7", 2, 3.1))):
        wide, deep = compound_scaling(channels, blocks, width, depth)
        for top, row, colour in ((30, wide, C1), (140, deep, C2)):
            sheet.text(30, top + 24 * k + 12, name, 11, QUIET)
            sheet.grid(70, top + 24 * k, row, (50, 24), _shade(colour, k))
    return Drawing(
        sheet,
        Text(
            "One factor for all channels, one for all blocks. B2 has width 1.1 and depth 1.2: 16 "
            "channels stay 16, 80 become 88.",
            "チャネル数には共通の係数を1つ、ブロック数にも1つ掛ける。B2 は幅 1.1、深さ 1.2 で、16 "
            "チャネルは 16 のまま、80 は 88 になる。",
        ),
        Text(
            "Two tables of seven columns, with rows for B0, B2 and B7.",
            "7列の表が2つ。行は B0、B2、B7。",
        ),
    )


FIGURES = {"drop_connect": branches, "compound_scaling": scaled}
