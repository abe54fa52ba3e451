"""Initializers: what becomes of a signal on its way through five layers, as the book shows it."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.fans import fans
from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, WIDTH, Drawing, Sheet, number

UNITS, EXAMPLES, LAYERS, BINS = 100, 200, 5, 24
SETTINGS = {
    "zeros": ("Sigmoid", (0.0, 1.0)),
    "gauss": ("Sigmoid", (0.0, 1.0)),
    "xavier_taught": ("Tanh", (-1.0, 1.0)),
    "lecun_normal": ("Tanh", (-1.0, 1.0)),
    "lecun_uniform": ("Tanh", (-1.0, 1.0)),
    "glorot_normal": ("Tanh", (-1.0, 1.0)),
    "glorot_uniform": ("Tanh", (-1.0, 1.0)),
    "he_normal": ("ReLU", (0.0, 3.0)),
    "he_uniform": ("ReLU", (0.0, 3.0)),
}
"""The activation that each is meant for, or shown with, and the values on its axis."""

CAPTIONS = {
    "zeros": Text(
        "With weights of 0 every unit says the same, 0.5, in every layer: they get the same "
        "gradient too, and stay alike for ever.",
        "重みが 0 だと、どの層のどのユニットも同じ値 0.5 になる。勾配も同じなので、いつまでも"
        "区別がつかない。",
    ),
    "gauss": Text(
        "With a standard deviation of 0.01 the sigmoid's outputs crowd around 0.5: the units say "
        "all but the same, and the gradient vanishes.",
        "標準偏差 0.01 では、シグモイドの出力が 0.5 の近くに集中する。ユニットがほぼ同じ値になり、"
        "勾配が消失する。",
    ),
    "tanh": Text(
        "With a width that follows the layer's size the outputs of tanh narrow only slowly: their "
        "standard deviation is {first} in the first layer and {last} in the fifth.",
        "層の大きさに合わせた幅にすると、tanh の出力は少しずつしか狭まらない。"
        "標準偏差は1層目で {first}、5層目で {last} である。",
    ),
    "relu": Text(
        "ReLU cuts off half of the signal; twice the variance makes up for it on average. In this "
        "draw the standard deviation is {first} in the first layer and {last} in the fifth: it "
        "neither dies away nor explodes.",
        "ReLU は信号の半分を切り捨てるが、分散を2倍にすると平均的には補える。"
        "この例では標準偏差が1層目で {first}、5層目で {last} であり、消えも爆発もしない。",
    ),
}


def caption_of(name: str, key: str) -> Text:
    """Return the caption, with what the first and the last layer of this figure give."""
    first, *_, last = (f"{h.std():.2f}" for h in activities(name))
    told = CAPTIONS[key]
    return Text(told.en.format(first=first, last=last), told.ja.format(first=first, last=last))


def activities(name: str) -> list[np.ndarray]:
    """Return the activations of each of the five layers, with this initializer's weights."""
    draw = implementation("numpy", all_concepts()[name])()
    layer = implementation("numpy", all_concepts()[SETTINGS[name][0].lower()])()
    h = np.random.default_rng(0).standard_normal((EXAMPLES, UNITS))
    found = []
    for i in range(LAYERS):
        h = layer.forward(h @ draw((UNITS, UNITS), seed=i + 1))
        found.append(h)
    return found


def histograms(concept: Concept) -> Drawing:
    """Draw the histograms of five layers' activations."""
    activation, (low, high) = SETTINGS[concept.name]
    layers = activities(concept.name)
    edges = np.linspace(low, high, BINS + 1)
    sheet = Sheet(178)
    gap = 12
    width = (WIDTH - 16 - gap * (LAYERS - 1)) / LAYERS
    for i, h in enumerate(layers):
        counts = np.histogram(np.clip(h, low, high), edges)[0] / h.size
        chart = Chart(sheet, (8 + i * (width + gap), 54, width, 86), (low, high), (0, 1))
        heights = np.sqrt(counts)  # so that rare values can be seen beside a spike
        step = (high - low) / BINS
        boxes = []
        for k, v in enumerate(heights):
            left, top = chart.at(low + k * step, v)
            boxes.append((left, top, width / BINS, chart.box[1] + chart.box[3] - top))
        sheet.boxes([box for box in boxes if box[3] > 0.2], C1)
        bottom = chart.box[1] + chart.box[3]
        sheet.segments([[(chart.box[0], bottom), (chart.box[0] + width, bottom)]])
        for tick in (low, (low + high) / 2, high) if i == 0 else ():
            sheet.text(float(chart.px(tick)), bottom + 10, number(tick), 9.5, anchor="middle")
        sheet.text(chart.box[0], 34, Text(f"layer {i + 1}", f"{i + 1}層目"), 10.5, bold=True)
        sheet.text(chart.box[0], 47, f"σ {number(float(h.std()), 2)}", 9.5, C2)
    called = {"Tanh": "tanh", "Sigmoid": "sigmoid"}.get(activation, activation)
    title = Text(f"outputs of {called}, 100 units a layer", f"{called} の出力(各層100ユニット)")
    sheet.text(8, 13, title)
    key = {"Tanh": "tanh", "ReLU": "relu"}.get(activation, concept.name)
    return Drawing(
        sheet,
        caption_of(concept.name, key),
        Text(
            "Histograms of the activations in five layers, with their standard deviations; heights "
            "are square roots of the shares.",
            "5層それぞれのアクティベーションのヒストグラムと標準偏差。高さは割合の平方根。",
        ),
    )


def draw_fans(concept: Concept) -> Drawing:
    """Draw fan_in and fan_out of a dense layer and of a convolution."""
    sheet = Sheet(190)
    for i, (title, shape) in enumerate(
        (
            (Text("dense (4, 3)", "全結合 (4, 3)"), (4, 3)),
            (Text("convolution (5, 2, 3, 3)", "畳み込み (5, 2, 3, 3)"), (5, 2, 3, 3)),
        )
    ):
        fan_in, fan_out = fans(shape)
        left = 24 + i * 220
        sheet.text(left, 14, title, bold=True)
        chart = Chart(sheet, (left, 42, 160, 116), (-0.6, 1.6), (0, max(fan_in, fan_out) * 1.15))
        chart.bars([fan_in], C1, written=lambda v: number(v, 3))
        chart.bars([0, fan_out], C2, written=lambda v: number(v, 3) if v else "")
        sheet.segments([[(left, 158), (left + 160, 158)]])
        for k, name in enumerate(("fan_in", "fan_out")):
            sheet.text(float(chart.px(k)), 171, name, 10, anchor="middle")
    return Drawing(
        sheet,
        Text(
            "How many numbers feed one output, and how many one input feeds. A convolution counts "
            "its channels times the kernel's pixels: 2 × 3 × 3 in, 5 × 3 × 3 out.",
            "1つの出力に入る数と、1つの入力が出ていく先の数。"
            "畳み込みではチャネル数とカーネルの画素数の"
            "積になる(入力側 2 × 3 × 3、出力側 5 × 3 × 3)。",
        ),
        Text(
            "Bars of fan_in and fan_out for a dense layer and for a convolution.",
            "全結合層と畳み込み層の fan_in と fan_out の棒グラフ。",
        ),
    )


FIGURES = {**dict.fromkeys(SETTINGS, histograms), "fans": draw_fans}
