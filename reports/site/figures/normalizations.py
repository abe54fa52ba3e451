"""The normalizations side by side: which values share a mean with one of them."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.group_norm import GroupNorm
from numpy_impl.layers.instance_norm import InstanceNorm
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, QUIET, Drawing, Sheet

N, C, PIXELS = 3, 4, 5
AT = (1, 1)
"""The example and the channel of the value that is moved."""


def _moved(layer: Layer) -> np.ndarray:
    """Return how far each example's channels move, (N, C), with one pixel of AT."""
    x = np.random.default_rng(3).standard_normal((N, C, PIXELS))
    before = layer.forward(x)
    x[(*AT, 0)] += 1.0
    return np.abs(layer.forward(x) - before)[..., 1:].max(axis=-1)  # the pixels that stayed


def _panel(sheet: Sheet, left: float, layer: Layer, title: Text) -> None:
    moves = _moved(layer) > 0
    sheet.grid(
        left,
        48,
        np.zeros((N, C)),
        24,
        lambda i, j: (C1, 0.7 if (i, j) == AT else 0.28) if moves[i, j] else None,
        None,
        title,
    )


def _drawing(panels: list[tuple[Layer, Text]], caption: Text, alternative: Text) -> Drawing:
    sheet = Sheet(158)
    for place, (layer, title) in enumerate(panels):
        _panel(sheet, 14 + 140 * place, layer, title)
    told = Text(
        "a row an example, a column a channel, each cell all its pixels",
        "行がデータ、列がチャネル。1マスはそのチャネルの全画素を表す",
    )
    sheet.text(14, 142, told, 10, QUIET)
    return Drawing(sheet, caption, alternative)


def draw_instance_norm(concept: Concept) -> Drawing:
    """Draw what moves with one pixel under batch and under instance normalization."""
    return _drawing(
        [
            (BatchNorm(C), Text("batch", "バッチ正規化")),
            (InstanceNorm(C), Text("instance", "インスタンス正規化")),
        ],
        Text(
            "One pixel of the dark cell was moved, and coloured is what moved with it. Under batch "
            "normalization the channel moves in every example; here nothing but the channel of the "
            "same example does.",
            "濃いマスの画素を1つ動かしたときに、ともに動いた範囲を色で示す。バッチ正規化では"
            "全データの同じチャネルが動くが、インスタンス正規化では同じデータの同じチャネル"
            "だけが動く。",
        ),
        Text(
            "Two tables of examples and channels: a whole column is coloured, and a single cell.",
            "データとチャネルの表が2つ。一方は1列全体、他方は1マスだけに色が付いている。",
        ),
    )


def draw_group_norm(concept: Concept) -> Drawing:
    """Draw what moves with one pixel, with one group, two groups and a group for each channel."""
    return _drawing(
        [
            (GroupNorm(1, C), Text("1 group: layer", "1グループ:レイヤー")),
            (GroupNorm(2, C), Text("2 groups", "2グループ")),
            (GroupNorm(4, C), Text("4 groups: instance", "4グループ:インスタンス")),
        ],
        Text(
            "One pixel of the dark cell was moved, and coloured is what moved with it: its example "
            "alone, and of that the channels of its group.",
            "濃いマスの画素を1つ動かしたときに、ともに動いた範囲を色で示す。動くのは同じデータの、"
            "同じグループのチャネルだけである。",
        ),
        Text(
            "Three tables of examples and channels: a whole row, half a row and one cell coloured.",
            "データとチャネルの表が3つ。1行全体、半行、1マスに色が付いている。",
        ),
    )


FIGURES = {
    "instance_norm": draw_instance_norm,
    "group_norm": draw_group_norm,
}
