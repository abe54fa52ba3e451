"""Recurrent layers: how far a gradient comes back through time."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.recurrent.bidirectional import Bidirectional
from numpy_impl.recurrent.fast_gru import FastGRU
from numpy_impl.recurrent.fast_lstm import FastLSTM
from numpy_impl.recurrent.fast_simple_rnn import FastSimpleRNN
from numpy_impl.recurrent.masking import Masking
from numpy_impl.recurrent.simple_rnn import SimpleRNN
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import QUIET, WIDTH, Drawing, Sheet, power
from reports.site.figures.exam_recurrent import strength

T, H = 50, 16


def _orthogonal(rng: np.random.Generator, scale: float) -> np.ndarray:
    """Return U (H, H) all of whose singular values are ``scale``."""
    return scale * np.linalg.qr(rng.standard_normal((H, H)))[0]


def norms_over_time(layer: Layer, seed: int = 3) -> np.ndarray:
    """Return the norm of dL/dx_t for t = 1 to T, for a gradient that enters at the last step.

    In proportion to that of the last step.
    """
    rng = np.random.default_rng(seed)
    layer.forward(rng.standard_normal((8, T, 4)) * 0.5)
    dy = np.zeros((8, T, H))
    dy[:, -1] = rng.standard_normal((8, H))
    dx = layer.backward(dy)[0]
    norms = np.sqrt((dx**2).sum(axis=(0, 2)))
    return np.maximum(norms / norms[-1], 1e-12)


def _norms(
    curves: list[tuple[Text | str, Layer]], lowest: float, highest: float, caption: Text
) -> Drawing:
    sheet = Sheet(254)
    chart = Chart(sheet, (46, 54, WIDTH - 66, 156), (-(T - 1), 0), (lowest, highest))
    steps = np.arange(-(T - 1), 1)
    chart.frame(
        [-40, -30, -20, -10, 0],
        {e: power(e) for e in (-12, -8, -4, 0, 4) if lowest <= e <= highest},
        Text("steps before the last one", "最後の時刻からの隔たり"),
    )
    for series, (_, layer) in enumerate(curves):
        chart.line(steps, np.log10(norms_over_time(layer)), series, clip=True)
    sheet.text(46, 40, Text("norm of the gradient of x_t", "x_t の勾配のノルム"), 10)
    sheet.legend(46, 12, [(name, series) for series, (name, _) in enumerate(curves)])
    return Drawing(
        sheet,
        caption,
        Text(
            "Three curves of the gradient's norm over fifty steps, on a logarithmic axis.",
            "50ステップにわたる勾配のノルムの3本の曲線(対数軸)。",
        ),
    )


def draw_simple_rnn(concept: Concept) -> Drawing:
    """Draw how the gradient's norm goes on its way back, for three layers."""
    curves: list[tuple[Text | str, Layer]] = []
    for activation, scale in (("tanh", 0.8), ("relu", 1.5), ("relu", 1.8)):
        layer = FastSimpleRNN(4, H, activation, seed=1)
        layer.params["U"] = _orthogonal(np.random.default_rng(7), scale)
        curves.append((f"{activation}, s = {scale}", layer))
    return _norms(
        curves,
        -9,
        5,
        Text(
            "A gradient that enters at the last step, on its way back. Each step multiplies by U, "
            "whose singular values are all s, and by the slope of the activation: with tanh it "
            "vanishes; with ReLU it stays or explodes, as s has it.",
            "最後の時刻に入った勾配がさかのぼる様子。1ステップごとに U(特異値はすべて s)と"
            "活性化関数の傾きが掛かる。tanh では消え、ReLU では s しだいで保たれるか発散する。",
        ),
    )


def draw_lstm(concept: Concept) -> Drawing:
    """Draw the norms of a simple layer, an LSTM and a GRU: the constant error carousel."""
    simple = FastSimpleRNN(4, H, seed=1)
    simple.params["U"] = _orthogonal(np.random.default_rng(7), 0.8)
    lstm, gru = FastLSTM(4, H, forget_bias=2.0, seed=1), FastGRU(4, H, seed=1)
    gru.params["b"][H : 2 * H] = -3.0
    return _norms(
        [(Text("simple RNN", "単純な RNN"), simple), ("LSTM", lstm), ("GRU", gru)],
        -9,
        1,
        Text(
            "A gradient that enters at the last step, on its way back. In the simple layer it has "
            "vanished after a few dozen steps. In the LSTM it goes along the cell, times the "
            "forget gate alone (b_f = 2); in the GRU times 1 - z (b_z = -3).",
            "最後の時刻に入った勾配がさかのぼる様子。単純な RNN では数十ステップで消える。"
            "LSTM ではセルに沿って忘却ゲートだけが掛かり(b_f = 2)、"
            "GRU では 1 - z だけが掛かる(b_z = -3)。",
        ),
    )


def draw_gru(concept: Concept) -> Drawing:
    """Draw how the bias of the update gate decides how long a GRU remembers."""
    curves: list[tuple[Text | str, Layer]] = []
    for bias in (0.0, -1.5, -3.0):
        layer = FastGRU(4, H, seed=1)
        layer.params["b"][H : 2 * H] = bias
        curves.append((f"b_z = {bias:g}", layer))
    return _norms(
        curves,
        -12,
        1,
        Text(
            "The more the update gate is shut (the smaller its bias b_z), the longer the way that "
            "a gradient comes back: past the candidate it is multiplied by 1 - z at each step.",
            "更新ゲートが閉じているほど(バイアス b_z が小さいほど)、勾配は遠くまで戻る。"
            "候補を迂回する道では、1ステップごとに 1 - z が掛かる。",
        ),
    )


def _reach(layer: Bidirectional, part: slice, lengths: list[int]) -> np.ndarray:
    """Return how strongly each output (row) reacts to each input (column), for some units."""
    x = np.random.default_rng(3).standard_normal((1, 7, 3)) * 0.3
    y = layer.forward(x, lengths=lengths)[0]
    found = np.zeros((7, 7))
    for t in range(7):
        dy = np.zeros_like(y)
        dy[:, t, part] = 1
        found[t] = np.abs(layer.backward(dy)[0]).max(axis=(0, 2))
    return found / found.max()


def draw_bidirectional(concept: Concept) -> Drawing:
    """Draw which inputs each output knows, of a sequence of five steps and two of padding."""
    layer = Bidirectional(3, 4, seed=4)
    halves = (
        (Text("forward half", "順方向"), slice(0, 4)),
        (Text("backward half", "逆方向"), slice(4, 8)),
        (Text("both", "両方"), slice(0, 8)),
    )
    sheet = Sheet(198)
    for k, (title, part) in enumerate(halves):
        seen = _reach(layer, part, [5])
        sheet.grid(28 + k * 142, 40, seen, 16, strength(seen), None, title)
        sheet.text(28 + k * 142, 168, Text("input x_t →", "入力 x_t →"), 9.5, QUIET)
    rows = Text(
        "rows: output y_t, from the top; the last two steps are padding",
        "行:出力 y_t(上から順)。最後の2つの時刻はパディング",
    )
    sheet.text(28, 186, rows, 9.5, QUIET)
    return Drawing(
        sheet,
        Text(
            "How strongly each output reacts to each input. The forward half knows what came "
            "before, the backward half what comes after, and the padding concerns neither.",
            "各出力が各入力にどれだけ左右されるか。順方向の半分はそれより前を、逆方向の半分は"
            "それより後を知っている。パディングはどちらにも影響しない。",
        ),
        Text(
            "Three 7×7 maps: a lower triangle, an upper triangle and a square of five steps.",
            "3つの 7×7 の図。5つの時刻の下三角、上三角、正方形。",
        ),
    )


def draw_masking(concept: Concept) -> Drawing:
    """Draw the state of one sequence that is read with its padding, and without it."""
    x = np.zeros((1, 12, 1))
    x[0, :5, 0] = [1.0, -0.5, 0.8, 0.4, -0.9]
    layer = SimpleRNN(1, 1, seed=1)
    layer.params.update(W=np.array([[1.2]]), U=np.array([[-0.8]]), b=np.array([0.3]))
    states: dict[int, list[float]] = {0: [], 1: []}
    _, mask = Masking().forward(x)
    for series, known in states.items():
        for T in range(1, 13):
            lengths = mask[:, :T].sum(axis=1) if series == 0 else None
            known.append(float(layer.forward(x[:, :T], lengths=lengths)[1][0, 0]))
    sheet = Sheet(226)
    chart = Chart(sheet, (40, 34, WIDTH - 60, 150), (1, 12), (-1.1, 1.1))
    chart.frame([1, 3, 5, 7, 9, 11], [-1, 0, 1], Text("time t", "時刻 t"))
    for series, known in states.items():
        chart.line(np.arange(1, 13), known, series)
    named = [(Text("with the mask", "マスクあり"), 0), (Text("without", "マスクなし"), 1)]
    sheet.legend(40, 13, named)
    return Drawing(
        sheet,
        Text(
            "The state of a layer that reads five steps and seven of padding. With the mask it "
            "keeps what the sequence left; without, it goes on changing, and the last state "
            "depends on how much padding there is.",
            "5つの時刻と7つのパディングを読む層の状態。マスクがあれば系列が残した値を保つ。"
            "なければ変わり続け、最後の状態がパディングの量に左右される。",
        ),
        Text(
            "Two curves that are the same up to t = 5; then one stays and the other moves.",
            "t = 5 までは同じ2本の曲線。その後、一方は一定で、もう一方は動き続ける。",
        ),
    )


FIGURES = {
    "simple_rnn": draw_simple_rnn,
    "lstm": draw_lstm,
    "gru": draw_gru,
    "bidirectional": draw_bidirectional,
    "masking": draw_masking,
}
