"""Networks: the chain of layers with the sizes that they give and what they learn."""

from __future__ import annotations

import math

from numpy_impl.initializers.zeros import Zeros
from numpy_impl.networks.mlp import MLP
from parity.describing.concept import Concept, Text
from parity.harness.evaluators.layer_tables import LayerRow, LayerTable, layer_tables
from reports.site.drawing.sheet import C1, C2, QUIET, SOFT, WIDTH, Drawing, Sheet

QUIET_KINDS = {"ReLU", "Swish", "Tanh", "Sigmoid", "Dropout", "Flatten"}
"""Layers that keep the numbers' count and learn nothing: they are named beside the one before."""
ROW = 27.0


def chain(concept: Concept) -> Drawing:
    """Draw a network's layers from top to bottom."""
    table = mlp_table() if concept.name == "mlp" else layer_tables(concept)[0]
    rows = [row for row in table.rows if row.kind not in QUIET_KINDS]
    sheet = Sheet(52 + ROW * len(rows))
    sheet.text(86, 12, Text("layer", "層"), 10, QUIET)
    sheet.text(214, 12, Text("gives", "出力"), 10, QUIET)
    sheet.text(298, 12, Text("learns (numbers)", "パラメータ数"), 10, QUIET)
    most = max(row.parameters for row in rows) or 1
    for i, row in enumerate(rows):
        y = 38 + ROW * i
        _map(sheet, row, y)
        sheet.text(86, y, row.name, 10.5)
        sheet.text(214, y, row.shape, 10)
        wide = 70 * row.parameters / most
        if row.parameters:
            sheet.boxes([(298, y - 6, max(wide, 1), 12)], C1)
            sheet.text(304 + wide, y, f"{row.parameters:,}", 9.5)
        if i + 1 < len(rows):
            sheet.segments([[(40, y + ROW / 2 - 3), (40, y + ROW / 2 + 3)]])
    total = f"{table.parameters:,}"
    sheet.text(298, 44 + ROW * len(rows), Text(f"total {total}", f"合計 {total}"), 10, bold=True)
    return Drawing(
        sheet,
        _caption(concept, table),
        Text(
            f"The layers of {concept.title.en}, the shape that each gives and how many numbers it "
            f"learns; {total} in all.",
            f"{concept.title.ja}の各層の出力の形状とパラメータ数。合計 {total}。",
        ),
    )


def _map(sheet: Sheet, row: LayerRow, y: float) -> None:
    """Draw a layer's output: wide for many channels, high for a large image."""
    sizes = [int(n) for n in row.shape.split("×")]
    channels, height = sizes[0], sizes[1] if len(sizes) > 1 else 1
    wide = 8 + 7 * math.log2(channels)
    high = 4 + 3 * math.log2(height)
    sheet.boxes([(40 - min(wide, 76) / 2, y - high / 2, min(wide, 76), high)], SOFT, C1, width=0.8)


def mlp_table() -> LayerTable:
    """Return the layers of the course's network, 784-40-20-10."""
    network = MLP((784, 40, 20, 10), initializer=Zeros())
    rows = []
    for name, layer in network.layers.items():
        W = layer.params.get("W")
        if W is not None:
            count = sum(array.size for array in layer.params.values())
            rows.append(LayerRow(name, type(layer).__name__, str(W.shape[1]), count, W.size))
    return LayerTable("784-40-20-10", tuple(rows))


def _caption(concept: Concept, table: LayerTable) -> Text:
    largest = max(table.rows, key=lambda row: row.parameters)
    share = 100 * largest.parameters / (table.parameters or 1)
    return Text(
        f"What each layer gives and learns ({table.settings}). {largest.name} alone holds "
        f"{share:.1f} % of what is learned.",
        f"各層の出力とパラメータ数({table.settings})。パラメータ数の {share:.1f} % を "
        f"{largest.name} が占める。",
    )


def _wire(sheet: Sheet, points: list[tuple[float, float]]) -> None:
    if len(points) > 2:
        sheet.segments([points[:-1]], QUIET, 1.2)
    sheet.arrow(points[-2], points[-1], QUIET, 1.2)


def inception(concept: Concept) -> Drawing:
    """Draw the four branches of an Inception module."""
    shapes = {row.name: row.shape for row in layer_tables(concept)[0].rows}
    names = [row.name for row in layer_tables(concept)[0].rows if row.kind not in QUIET_KINDS]
    # conv2_1 is the first part of the second branch.
    branches = [[n for n in names if n.lstrip("convpl")[0] == str(b)] for b in range(1, 5)]
    sheet = Sheet(244)
    sheet.node(WIDTH / 2, 20, "x", width=60, height=24, fill=SOFT)
    sheet.node(
        WIDTH / 2, 222, Text(
            "joined along the channels",
            "チャネル方向に連結",
        ), width=420, height=26,
        fill=SOFT,
    )  # fmt: skip
    for b, parts in enumerate(branches):
        x = 56 + b * 109
        top = 96 if len(parts) > 1 else 121
        _wire(sheet, [(WIDTH / 2, 32), (WIDTH / 2, 46), (x, 46), (x, top - 18)])
        for i, name in enumerate(parts):
            y = top + i * 56
            sheet.node(x, y, name, shapes[name], width=104, height=34, size=9.5)
            if i + 1 < len(parts):
                _wire(sheet, [(x, y + 17), (x, y + 38)])
        last = top + 56 * (len(parts) - 1) + 17
        _wire(sheet, [(x, last), (x, 209)])
    return Drawing(
        sheet,
        Text(
            "Four views of the same input side by side; 1×1 convolutions first thin the channels "
            "out, "
            "so that the larger kernels stay cheap.",
            "同じ入力を4通りに見て並べる。1×1 の畳み込みで先にチャネルを減らし、"
            "大きなカーネルの計算を"
            "安く済ませる。",
        ),
        Text(
            "x goes into four branches, whose outputs are joined along the channels.",
            "x が4つの枝に入り、その出力がチャネル方向に連結される。",
        ),
    )


def residual(concept: Concept) -> Drawing:
    """Draw the two ways through a residual block."""
    rows = {row.name: row for row in layer_tables(concept)[0].rows}
    names = list(rows)[: list(rows).index("projection")]
    norm = list(rows)[len(names) + 1]
    end = 38 + 42 * len(names)
    sheet = Sheet(end + 58)
    sheet.node(110, 20, "x", width=60, height=24, fill=SOFT)
    for i, name in enumerate(names):
        y = 66 + i * 42
        _wire(sheet, [(110, y - 34 if i == 0 else y - 27), (110, y - 15)])
        sheet.node(110, y, f"{name}  {rows[name].shape}", width=150, height=28, size=10)
    _wire(sheet, [(110, end), (110, end + 20)])
    sheet.node(
        110,
        end + 34,
        Text("+ , then activation", "+ のあと活性化"),
        width=150,
        height=26,
        fill=SOFT,
    )
    _wire(sheet, [(140, 20), (310, 20), (310, 106)])
    sheet.node(310, 122, f"projection  {rows['projection'].shape}", width=170, height=30, size=10)
    sheet.node(310, 172, norm, width=170, height=28, size=10)
    _wire(sheet, [(310, 137), (310, 157)])
    _wire(sheet, [(310, 186), (310, end + 34), (187, end + 34)])
    sheet.text(320, 60, Text("x itself if it fits", "形状が同じなら x"), 10, C2)
    return Drawing(
        sheet,
        Text(
            "The block learns only what is to be added to x. On the way back the sum hands the "
            "gradient to both sides. Where the shortcut is x itself, it reaches x without passing "
            "a convolution; here the shapes differ, so it passes the projection's.",
            "ブロックが学習するのは x に足す差だけである。逆伝播では和が勾配を両側へ渡す。"
            "近道が x そのものなら、勾配は畳み込みを通らずに x へ届く。"
            "この図では形状が変わるので、射影の畳み込みを通る。",
        ),
        Text(
            "x goes through convolutions with norms on one side and through the shortcut on the "
            "other; both are added.",
            "x は、一方では畳み込みと正規化を、もう一方では近道を通り、両者が足される。",
        ),
    )


def siamese(concept: Concept) -> Drawing:
    """Draw two examples that go through the same network."""
    sheet = Sheet(190)
    for x, name, embedding in ((90, "a", "e(a)"), (300, "b", "e(b)")):
        sheet.node(x, 22, name, width=60, height=24, fill=SOFT)
        _wire(sheet, [(x, 34), (x, 58)])
        sheet.node(x, 74, embedding, width=150, height=30, size=11)
        _wire(sheet, [(x, 89), (x, 118), (195, 118), (195, 140)])
    sheet.segments([[(166, 74), (224, 74)]], C2, 2, (4, 3))
    sheet.text(195, 60, Text("one W", "同じ W"), 10, C2, "middle")
    sheet.node(195, 156, "y = |e(a) - e(b)|", width=190, height=30, size=11, fill=SOFT)
    return Drawing(
        sheet,
        Text(
            "Both examples go through the same weights, so their places can be compared, and both "
            "send a gradient to them.",
            "2つのデータは同じ重みを通るので位置を比べられ、勾配も両方から届く。",
        ),
        Text("Two inputs, one network, one distance.", "2つの入力、1つのネットワーク、1つの距離。"),
    )


FIGURES = {
    **dict.fromkeys(
        (
            "mlp", "simple_convnet", "double_convnet", "deep_convnet", "lenet", "alexnet",
            "small_alexnet", "auxiliary_classifier", "vgg_block", "block_net", "resnet", "vgg16",
            "zfnet", "googlenet", "mobilenet_block", "wide_residual_block", "fcn", "u_net",
            "squeeze_excite", "mbconv", "efficientnet_b0",
        ),
        chain,
    ),
    "inception": inception,
    "residual_block": residual,
    "bottleneck_block": residual,
    "siamese": siamese,
}  # fmt: skip
