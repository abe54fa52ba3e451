"""What looks back alone, and gates: WaveNet's parts, and the unit without its tanh."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.gated_linear_unit import GatedLinearUnit
from numpy_impl.activations.gated_tanh_unit import GatedTanhUnit
from numpy_impl.layers.causal_conv1d import CausalConv1d
from numpy_impl.layers.receptive_field import receptive_field
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, QUIET, SOFT, WIDTH, Drawing, Sheet, Word

GATES = (-2.0, 0.0, 2.0)


def looking_back(concept: Concept) -> Drawing:
    """Draw three causal convolutions above each other, and what one output hears."""
    dilations, T = (1, 2, 4), 12
    sheet = Sheet(206)
    heard = np.zeros(T)
    heard[-1] = 1
    rows = [heard > 0]
    lines: list[list[tuple[float, float]]] = []
    for level in range(3, 0, -1):
        layer = CausalConv1d(1, 1, 2, dilations[level - 1], use_bias=False)
        layer.params["W"][...] = 1
        layer.forward(np.zeros((1, 1, T)))
        back = layer.backward(rows[0][None, None].astype(float))[0, 0]
        for t in np.flatnonzero(rows[0]):
            lines += [
                [_dot(level, int(t)), _dot(level - 1, int(t) - d)]
                for d in (0, dilations[level - 1])
                if t >= d
            ]
        rows.insert(0, back > 0)
    sheet.segments(lines, C1, 1.6)
    for level, row in enumerate(rows):
        sheet.dots([_dot(level, t) for t in range(T) if not row[t]], QUIET, 4, hollow=True)
        sheet.dots([_dot(level, t) for t in map(int, np.flatnonzero(row))], C1, 5)
        word: Word = "x" if level == 0 else f"d = {dilations[level - 1]}"
        sheet.text(16, _dot(level, 0)[1], word)
    sheet.text(WIDTH - 24, 196, Text("time →", "時間 →"), 10, QUIET, "end")
    return Drawing(
        sheet,
        Text(
            "Kernels of two elements with dilations of 1, 2 and 4: the last output hears the last "
            "eight steps, and nothing that comes later than itself.",
            "要素2個のカーネルを膨張 1、2、4 で重ねる。最後の出力に届くのは直前の8時刻だけで、"
            "自分より後の時刻は届かない。",
        ),
        Text(
            "Four rows of twelve dots. Lines lead from the last dot of the top row down and to "
            "the left, to eight dots of the lowest row.",
            "12個の点が4段並ぶ。いちばん上の段の右端の点から左下へ線が分かれ、いちばん下の段の"
            "8個の点に届く。",
        ),
    )


def fields(concept: Concept) -> Drawing:
    """Draw what two neighbouring outputs see, behind each of three layers."""
    size, jump, start = receptive_field([3, 3, 3], [2, 1, 2], None, [1, 0, 0])
    sheet = Sheet(178)
    cell, left = 23.0, 70.0
    sheet.grid(left, 20, np.arange(16)[None], (cell, 24), title=Text("pixels", "画素"), size=9)
    for layer in range(3):
        for o, (colour, top) in enumerate(((C1, 0.0), (C2, 15.0))):
            first = left + cell * float(start[layer] + o * jump[layer])
            box = (first, 56 + 40 * layer + top, cell * float(size[layer]), 12.0)
            sheet.boxes([box], colour, opacity=0.5)
        sheet.text(8, 68 + 40 * layer, f"r = {size[layer]}", 10.5)
    return Drawing(
        sheet,
        Text(
            "Three layers with kernels of 3, strides of 2, 1 and 2 and a padding of 1 in the "
            "first. Bars: what the outputs 0 and 1 of each layer see; they begin in the padding.",
            "カーネル 3 の3層。ストライドは 2、1、2 で、最初の層だけ 1 のパディングがある。棒は各層"
            "の出力 0 と 1 が見る範囲で、パディングから始まる。",
        ),
        Text(
            "A row of sixteen pixels, and under it for each layer two bars of growing length.",
            "16 個の画素の列と、その下に層ごとに2本の、しだいに長くなる棒。",
        ),
    )


def _dot(level: int, t: int) -> tuple[float, float]:
    return 76.0 + 29 * t, 172.0 - 50 * level


def _gates(tanh: bool) -> tuple[Sheet, Chart]:
    a = np.linspace(-3, 3, 121)
    sheet = Sheet(232)
    reach = (-1.1, 1.1) if tanh else (-3.0, 3.0)
    chart = Chart(sheet, (46, 24, 370, 150), (-3, 3), reach)
    chart.frame((-3, -1.5, 0, 1.5, 3), (-1, 0, 1) if tanh else (-3, -1.5, 0, 1.5, 3), "a", "y")
    for series, b in enumerate(GATES):
        gate = np.full_like(a, b)
        if tanh:
            y = GatedTanhUnit().forward(a, gate)
        else:
            y = GatedLinearUnit(0).forward(np.concatenate([a, gate]))
        chart.line(a, y, series)
    sheet.legend(78, 222, [(f"b = {b:g}".replace("-", "−"), i) for i, b in enumerate(GATES)])
    return sheet, chart


def gated_tanh(concept: Concept) -> Drawing:
    """Draw y over a for three gates."""
    sheet, _ = _gates(tanh=True)
    return Drawing(
        sheet,
        Text(
            "The gate b says how much of tanh(a) passes: an eighth, a half, seven eighths.",
            "ゲート b によって、tanh(a) の約8分の1、半分、約8分の7が通る。",
        ),
        Text(
            "Three curves of the form of tanh, of different heights.",
            "高さの異なる tanh の形の曲線が3本。",
        ),
    )


def gated_linear(concept: Concept) -> Drawing:
    """Draw y over a for three gates."""
    sheet, _ = _gates(tanh=False)
    return Drawing(
        sheet,
        Text(
            "Under a gate b the value stays a straight line of a: its slope is the gate, and does "
            "not shrink for large a.",
            "ゲート b の値が決まれば、y は a の直線である。傾きがゲートの値で、a が大きくなっても"
            "小さくならない。",
        ),
        Text("Three straight lines through 0.", "原点を通る直線が3本。"),
    )


def block(concept: Concept) -> Drawing:
    """Draw the ways through WaveNet's block."""
    sheet = Sheet(300)
    sheet.node(150, 20, "x", width=60, height=24, fill=SOFT)
    for x, name, after in ((90, "filter", "tanh"), (210, "gate", "s")):
        sheet.arrow((150, 32), (x, 58), QUIET, 1.2)
        sheet.node(x, 74, name, width=96, height=30)
        sheet.arrow((x, 89), (x, 106), QUIET, 1.2)
        sheet.node(x, 120, after, width=60, height=26, size=11)
        sheet.arrow((x, 133), (150, 158), QUIET, 1.2)
    sheet.node(150, 172, "z = tanh(a) s(b)", width=150, height=28, size=10.5, fill=SOFT)
    sheet.arrow((150, 186), (150, 208), QUIET, 1.2)
    sheet.node(150, 222, "residual", width=96, height=28)
    sheet.arrow((150, 236), (150, 258), QUIET, 1.2)
    sheet.node(150, 274, "y = x +", width=96, height=28, fill=SOFT)
    sheet.segments([[(120, 20), (24, 20), (24, 274)]], C2, 2)
    sheet.arrow((24, 274), (101, 274), C2, 2)
    sheet.arrow((226, 172), (300, 172), QUIET, 1.2)
    sheet.node(348, 172, "out", width=96, height=28)
    sheet.arrow((348, 186), (348, 208), QUIET, 1.2)
    sheet.node(348, 222, "skip", width=96, height=28, fill=SOFT)
    sheet.text(348, 252, Text("summed over all blocks", "全ブロックで足す"), 10, QUIET, "middle")
    sheet.text(34, 150, "x", 11, C2)
    return Drawing(
        sheet,
        Text(
            "What filter and gate make together goes on in two ways: added to x for the next "
            "block, and out to the sum of all blocks.",
            "フィルタとゲートの積は2つの道に進む。x に足されて次のブロックへ、そして全ブロックの"
            "和へ向かう出力である。",
        ),
        Text(
            "x goes into filter and gate; their product goes through residual to a sum with x, "
            "and through out to the skip.",
            "x がフィルタとゲートに入り、その積が residual を通って x と足され、out を通って "
            "スキップになる。",
        ),
    )


FIGURES = {
    "causal_conv1d": looking_back,
    "receptive_field": fields,
    "gated_tanh_unit": gated_tanh,
    "gated_linear_unit": gated_linear,
    "wavenet_block": block,
}
