"""The other layers: dense, batch normalization, dropout, padding, flatten, response norm."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.flatten import Flatten
from numpy_impl.layers.local_response_norm import LocalResponseNorm
from numpy_impl.layers.zero_padding2d import ZeroPadding2d
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, C3, QUIET, WIDTH, Drawing, Sheet, number


def dense(concept: Concept) -> Drawing:
    """Draw x W + b with numbers."""
    layer = Dense(3, 2)
    layer.params["W"] = np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 3.0]])
    layer.params["b"] = np.array([1.0, -2.0])
    x = np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 1.0]])
    y = layer.forward(x)
    sheet = Sheet(148)
    sheet.grid(
        14,
        62,
        x,
        30,
        lambda i, j: (C1, 0.26) if i == 0 else None,
        title=Text("x, 2 examples", "x(2例)"),
    )
    sheet.text(118, 92, "·", 18, anchor="middle")
    sheet.grid(
        134, 47, layer.params["W"], 30, lambda i, j: (C2, 0.2) if j == 0 else None, title="W (3, 2)"
    )
    sheet.text(210, 92, "+", 14, anchor="middle")
    sheet.grid(226, 77, layer.params["b"][None], 30, title="b (2,)")
    sheet.text(304, 92, "=", 14, anchor="middle")
    sheet.grid(
        322, 62, y, 30, lambda i, j: (C3, 0.24) if (i, j) == (0, 0) else None, title="y (2, 2)",
        strong=lambda i, j: (i, j) == (0, 0),
    )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "Each output is one row of x times one column of W, plus its bias: 1·1 + 2·2 + 0·0 + "
            "1 = 6.",
            "各出力は x の1行と W の1列の積にバイアスを足したもの:1·1 + 2·2 + 0·0 + 1 = 6。",
        ),
        Text(
            "Two examples times the weights plus the bias, with numbers.",
            "2例と重みの積にバイアスを足す計算。",
        ),
    )


def _density(chart: Chart, values: np.ndarray, edges: np.ndarray, series: int) -> None:
    counts = np.histogram(values, edges, density=True)[0]
    chart.line((edges[1:] + edges[:-1]) / 2, counts, series)


def batch_norm(concept: Concept) -> Drawing:
    """Draw the distributions of three channels before and after."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2000, 3)) * [0.5, 2.0, 1.0] + [-3.0, 1.0, 4.0]
    y = BatchNorm(3).forward(x, training=True)
    sheet = Sheet(208)
    edges = np.linspace(-7, 8, 46)
    left = Chart(sheet, (16, 52, 188, 110), (-7, 8), (0, 0.9))
    right = Chart(sheet, (WIDTH - 204, 52, 188, 110), (-7, 8), (0, 0.9))
    left.frame([-6, -3, 0, 3, 6], (), title=Text("before", "正規化の前"))
    right.frame([-6, -3, 0, 3, 6], (), title=Text("after", "正規化の後"))
    for channel in range(3):
        _density(left, x[:, channel], edges, channel)
        _density(right, y[:, channel], edges, channel)
    sheet.arrow((208, 110), (232, 110))
    names = [(Text(f"channel {c + 1}", f"チャネル{c + 1}"), c) for c in range(3)]
    sheet.legend(16, 12, names)
    told = [
        f"{number(float(x[:, c].mean()), 2)} ± {number(float(x[:, c].std()), 2)}" for c in range(3)
    ]
    sheet.text(16, 190, " / ".join(told), 9.5, QUIET)
    told = [
        f"{number(abs(float(y[:, c].mean())), 1)} ± {number(float(y[:, c].std()), 2)}"
        for c in range(3)
    ]
    sheet.text(WIDTH - 204, 190, " / ".join("0" + t[t.index(" ") :] for t in told), 9.5, QUIET)
    return Drawing(
        sheet,
        Text(
            "Three channels with means and widths of their own; afterwards each has mean 0 and "
            "standard deviation 1, whatever the layer before does. gamma and beta then set both "
            "anew.",
            "平均も広がりも異なる3つのチャネルが、前の層によらず、それぞれ平均 0・標準偏差 1 "
            "になる。"
            "その後 gamma と beta が広がりと位置を学習し直す。",
        ),
        Text(
            "Distributions of three channels before and after batch normalization.",
            "バッチ正規化の前後の3チャネルの分布。",
        ),
    )


def dropout(concept: Concept) -> Drawing:
    """Draw activations, one mask, and training beside inference."""
    x = np.array([0.6, 1.4, 0.9, 1.1, 0.4, 1.6, 0.8, 1.2])
    mask = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0])
    layer = Dropout(0.5)
    trained = layer.forward(x[None], training=True, mask=mask[None])[0]
    inferred = layer.forward(x[None], training=False)[0]
    sheet = Sheet(178)
    panels = (
        (Text("activations x", "アクティベーション x"), x, C1),
        (Text("training, rate 0.5", "学習時(rate 0.5)"), trained, C2),
        (Text("inference", "推論時"), inferred, C1),
    )
    for i, (title, values, colour) in enumerate(panels):
        chart = Chart(sheet, (14 + i * 144, 40, 124, 110), (-0.6, 7.6), (0, 3.4))
        chart.bars(values, colour)
        chart.frame()
        sheet.text(14 + i * 144, 20, title, 10.5)
        if i == 1:
            for k in np.flatnonzero(mask == 0):
                sheet.text(float(chart.px(k)), 142, "×", 11, QUIET, "middle")
        mean = number(float(values.mean()), 3)
        sheet.text(14 + i * 144, 166, Text(f"mean {mean}", f"平均 {mean}"), 10, QUIET)
    return Drawing(
        sheet,
        Text(
            "In training a random half is dropped and the rest doubled (divided by 1 - rate). "
            "Over many "
            "masks the mean comes out as in inference, which drops nothing.",
            "学習時はランダムに半分を落とし、残りを2倍(1 - rate で割る)にする。"
            "多くのマスクで平均すれば、"
            "何も落とさない推論時と同じになる。",
        ),
        Text(
            "Bars of eight activations as they are, under one dropout mask, and in inference.",
            "8つのアクティベーションの棒グラフ。元の値、マスクを掛けた学習時、推論時。",
        ),
    )


def zero_padding(concept: Concept) -> Drawing:
    """Draw an image before and after padding."""
    x = np.arange(1.0, 7.0).reshape(2, 3)
    y = ZeroPadding2d(((1, 1), (2, 1))).forward(x[None, None])[0, 0]
    sheet = Sheet(178)
    sheet.grid(24, 74, x, 28, lambda i, j: (C1, 0.22), title="x (2, 3)")
    sheet.arrow((128, 102), (168, 102))

    def style(i: int, j: int) -> tuple[str, float]:
        return (C1, 0.22) if 1 <= i <= 2 and 2 <= j <= 4 else (QUIET, 0.1)

    sheet.grid(192, 46, y, 28, style, title="y (4, 6): ((1, 1), (2, 1))")
    return Drawing(
        sheet,
        Text(
            "One row of zeros above and below, two columns to the left, one to the right. On the "
            "way "
            "back the frame is cut off again.",
            "上下に1行ずつ、左に2列、右に1列の 0 を加える。逆伝播ではこの枠を切り落とす。",
        ),
        Text(
            "A 2×3 image and the same within a frame of zeros.",
            "2×3 の画像と、0 の枠を付けた画像。",
        ),
    )


def _plain(colour: str) -> Callable[[int, int], tuple[str, float]]:
    return lambda i, j: (colour, 0.2)


def flatten(concept: Concept) -> Drawing:
    """Draw how the axes become one."""
    x = np.arange(1.0, 13.0).reshape(1, 2, 2, 3)
    y = Flatten().forward(x)
    sheet = Sheet(176)
    for c in range(2):
        title = Text(f"channel {c}", f"チャネル {c}")
        sheet.grid(
            70 + c * 170,
            40,
            x[0, c],
            26,
            _plain(C1 if c == 0 else C2),
            title=title,
        )
    sheet.arrow((WIDTH / 2, 102), (WIDTH / 2, 126))
    sheet.grid(WIDTH / 2 - 6 * 30, 134, y, (30, 26), lambda i, j: (C1 if j < 6 else C2, 0.2))
    return Drawing(
        sheet,
        Text(
            "Channel by channel, row by row. Keras, with the channels last, flattens pixel by "
            "pixel: "
            "the same numbers in another order, so a dense layer's rows must be permuted.",
            "チャネルごと、行ごとに並べる。チャネルが最後の Keras では画素ごとに並ぶため、"
            "同じ数でも順序が"
            "異なり、続く全結合層の行を並べ替える必要がある。",
        ),
        Text(
            "Two channels of 2×3 pixels, and the twelve numbers in one row.",
            "2×3 画素の2チャネルと、それを1行に並べた12個の数。",
        ),
    )


def response_norm(concept: Concept) -> Drawing:
    """Draw eight channels at one pixel before and after."""
    x = np.array([1.0, 1.2, 0.8, 6.0, 1.0, 0.9, 1.1, 1.0])
    y = LocalResponseNorm(5, alpha=0.1, beta=0.75, k=1.0).forward(x[None, :, None, None])[
        0, :, 0, 0
    ]
    sheet = Sheet(208)
    for i, (title, values, colour) in enumerate(
        ((Text("before", "前"), x, C1), (Text("after", "後"), y, C2))
    ):
        chart = Chart(sheet, (30 + i * 214, 40, 180, 120), (-0.6, 7.6), (0, 7))
        chart.bars(values, colour, written=lambda v: number(v, 2))
        chart.frame({k: str(k) for k in range(8)}, (), Text("channel", "チャネル"))
        sheet.text(30 + i * 214, 16, title, 11)
    return Drawing(
        sheet,
        Text(
            "Each channel is divided by the activity of its neighbours (size 5): the loud "
            "channel 3 is "
            "toned down, and the two on each side of it are held down with it.",
            "各チャネルを隣のチャネル(size 5)の活性で割る。強いチャネル 3 が抑えられ、"
            "その両隣の2つずつも"
            "一緒に抑えられる。",
        ),
        Text(
            "Bars of eight channels at one pixel, before and after local response normalization.",
            "1画素の8チャネルの棒グラフ。局所応答正規化の前後。",
        ),
    )


FIGURES = {
    "dense": dense,
    "batch_norm": batch_norm,
    "dropout": dropout,
    "zero_padding2d": zero_padding,
    "flatten": flatten,
    "local_response_norm": response_norm,
}
