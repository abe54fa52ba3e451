"""The exam's recurrent functions: what they remember of short sequences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.exam.bidirectional_rnn_net import bidirectional_rnn_net
from numpy_impl.exam.encode import encode
from numpy_impl.exam.gru_taught import gru_taught
from numpy_impl.exam.lstm_taught import lstm_taught
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, QUIET, WIDTH, Drawing, Sheet, number

STEPS = 12
Style = Callable[[int, int], tuple[str, float] | None]


def strength(values: np.ndarray) -> Style:
    """Return the style of cells that are the darker the larger their value, from 0 to 1."""

    def style(i: int, j: int) -> tuple[str, float] | None:
        v = float(values[i, j])
        return (C1, 0.12 + 0.8 * v) if v > 1e-6 else None

    return style


def _over_time(
    concept: Concept, lines: list[tuple[Text, list[float], int]], caption: Text
) -> Drawing:
    sheet = Sheet(226)
    chart = Chart(sheet, (40, 34, WIDTH - 60, 150), (0, STEPS - 1), (-1.1, 1.6))
    chart.frame([0, 2, 4, 6, 8, 10], [-1, 0, 1], Text("time t", "時刻 t"))
    for _, values, series in lines:
        chart.line(np.arange(STEPS), values, series)
    sheet.legend(40, 13, [(name, series) for name, _, series in lines])
    return Drawing(
        sheet,
        caption,
        Text(
            f"The state of {concept.title.en} over twelve steps of a short input.",
            f"短い入力に対する{concept.title.ja}の12ステップの状態。",
        ),
    )


def lstm(concept: Concept) -> Drawing:
    """Draw an LSTM that remembers one impulse."""
    xs = np.zeros(STEPS)
    xs[2] = 1.0
    # One unit: the input gate opens to the impulse, the forget gate stays open.
    W = np.array([[8.0], [0.0], [0.0], [3.0]])
    U, b = np.zeros((4, 1)), np.array([-4.0, 2.5, 3.0, 0.0])
    c, h = np.zeros((1, 1)), np.zeros((1, 1))
    cs, hs = [], []
    for x in xs:
        c, h = lstm_taught(np.array([[x]]), h, c, W, U, b)
        cs.append(float(c[0, 0]))
        hs.append(float(h[0, 0]))
    return _over_time(
        concept,
        [
            (Text("input x", "入力 x"), list(xs), 1),
            (Text("cell c", "セル c"), cs, 0),
            (Text("state h", "状態 h"), hs, 2),
        ],
        Text(
            "One impulse at t = 2 opens the input gate; the open forget gate lets the cell keep "
            "it, "
            "times f = 0.92 at every step.",
            "t = 2 の1回の入力で入力ゲートが開く。忘却ゲートが開いているので、セルは毎ステップ f "
            "= 0.92 倍"
            "しながらそれを保つ。",
        ),
    )


def gru(concept: Concept) -> Drawing:
    """Draw a GRU that remembers one impulse."""
    xs = np.zeros(STEPS)
    xs[2] = 1.0
    one = lambda v: np.array([[v]])  # noqa: E731
    h, hs = np.zeros((1, 1)), []
    for x in xs:
        inputs = np.array([[x, 1.0]])  # the second input is a constant, in place of a bias
        h = gru_taught(
            inputs, h, np.array([[0.0, 2.0]]), one(0.0), np.array([[6.0, -2.5]]), one(0.0),
            np.array([[3.0, 0.0]]), one(0.0),
        )  # fmt: skip
        hs.append(float(h[0, 0]))
    return _over_time(
        concept,
        [(Text("input x", "入力 x"), list(xs), 1), (Text("state h", "状態 h"), hs, 0)],
        Text(
            "One impulse at t = 2 opens the update gate z and fills the state; with z nearly "
            "shut it "
            "then fades slowly, by 1 - z = 0.92 at each step.",
            "t = 2 の1回の入力で更新ゲート z が開き、状態が書き込まれる。その後 z はほぼ閉じ、"
            "毎ステップ "
            "1 - z = 0.92 倍でゆっくり薄れる。",
        ),
    )


def bidirectional(concept: Concept) -> Drawing:
    """Draw which inputs each output has seen."""
    rng = np.random.default_rng(3)
    T, X, H = 7, 3, 4
    xs = rng.standard_normal((T, X)) * 0.3
    W_f, W_b = rng.standard_normal((2, H, X))
    U_f, U_b = rng.standard_normal((2, H, H)) * 0.45
    V = rng.standard_normal((2, 2 * H))

    def reach(half: np.ndarray) -> np.ndarray:
        """Return how far each output (row) moves when each input (column) is moved."""
        base = bidirectional_rnn_net(xs, W_f, U_f, W_b, U_b, V * half)
        found = np.zeros((T, T))
        for s in range(T):
            moved = xs.copy()
            moved[s] += 1e-4
            there = bidirectional_rnn_net(moved, W_f, U_f, W_b, U_b, V * half)
            found[:, s] = np.abs(there - base).max(axis=1) / 1e-4
        return found / found.max()

    halves = (
        (Text("forward half", "順方向"), np.repeat([1.0, 0.0], H)),
        (Text("backward half", "逆方向"), np.repeat([0.0, 1.0], H)),
        (Text("both", "両方"), np.ones(2 * H)),
    )
    sheet = Sheet(198)
    for k, (title, half) in enumerate(halves):
        seen = reach(half)
        sheet.grid(
            28 + k * 142, 40, seen, 16,
            strength(seen),
            None, title,
        )  # fmt: skip
        sheet.text(28 + k * 142, 168, Text("input x(s) →", "入力 x(s) →"), 9.5, QUIET)
    sheet.text(
        28, 186, Text("rows: output y(t), from the top", "行:出力 y(t)(上から順)"), 9.5, QUIET
    )
    return Drawing(
        sheet,
        Text(
            "How strongly each output feels each input. Forward it knows the past only, backward "
            "the "
            "future only; together every output has seen the whole sequence.",
            "各出力が各入力からどれだけ影響を受けるか。順方向は過去だけ、逆方向は未来だけを知る。"
            "両方を"
            "合わせると、どの出力も系列全体を見ている。",
        ),
        Text(
            "Three 7×7 maps: lower triangle, upper triangle, and full.",
            "3つの 7×7 の図。下三角、上三角、全体。",
        ),
    )


def draw_encode(concept: Concept) -> Drawing:
    """Draw the encoder's state after each word."""
    rng = np.random.default_rng(4)
    vocab, emb, H = 5, 4, 6
    E, W = rng.standard_normal((emb, vocab)), rng.standard_normal((H, emb)) * 0.7
    U, b = rng.standard_normal((H, H)) * 0.4, np.zeros(H)
    words = np.eye(vocab)[[0, 3, 1, 4]]
    states = np.array([encode(words[:n], E, W, U, b) for n in range(5)])
    sheet = Sheet(206)

    def style(i: int, j: int) -> tuple[str, float]:
        v = float(states[i, j])
        return (C1 if v >= 0 else C2, 0.06 + 0.5 * abs(v))

    sheet.grid(
        196, 34, states, (38, 28), style, lambda v: number(v, 1), Text("state h", "状態 h"), 10
    )
    told = ["h = 0", "w₁", "w₁ w₂", "w₁ w₂ w₃", "w₁ w₂ w₃ w₄"]
    for i, text in enumerate(told):
        sheet.text(180, 48 + 28 * i, text, 11, anchor="end")
    return Drawing(
        sheet,
        Text(
            "Word by word the same six numbers take in the whole sentence; the last row is all "
            "that a "
            "decoder gets.",
            "1語ごとに、同じ6個の数が文全体を取り込んでいく。"
            "デコーダに渡るのは最後の行だけである。",
        ),
        Text(
            "The hidden state after no word and after each of four words.",
            "0語目から4語目までの隠れ状態。",
        ),
    )


FIGURES = {
    "lstm_taught": lstm,
    "gru_taught": gru,
    "bidirectional_rnn_net": bidirectional,
    "encode": draw_encode,
}
