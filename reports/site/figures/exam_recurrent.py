"""The exam's functions: what goes in and what comes out, for examples that can be followed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.exam.bidirectional_rnn_net import bidirectional_rnn_net
from numpy_impl.exam.cross_entropy_error import cross_entropy_error
from numpy_impl.exam.encode import encode
from numpy_impl.exam.gradient_clipping import gradient_clipping
from numpy_impl.exam.gru_taught import gru_taught
from numpy_impl.exam.lstm_taught import lstm_taught
from numpy_impl.exam.minibatch import minibatch
from numpy_impl.exam.random_crop import random_crop
from parity.describing.concept import Concept, Text
from parity.describing.datasets import digits
from parity.harness.evaluators.subject import implementation
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, C3, INK, QUIET, WIDTH, Drawing, Sheet, number

STEPS = 12
Style = Callable[[int, int], tuple[str, float] | None]


def plain(colour: str) -> Style:
    """Return the style of cells that are all alike."""
    return lambda i, j: (colour, 0.2)


def strength(values: np.ndarray) -> Style:
    """Return the style of cells that are the darker the larger their value, from 0 to 1."""

    def style(i: int, j: int) -> tuple[str, float] | None:
        v = float(values[i, j])
        return (C1, 0.12 + 0.8 * v) if v > 1e-6 else None

    return style


def draw_cross_entropy_error(concept: Concept) -> Drawing:
    """Draw three predictions and the error of each."""
    d = np.eye(4)[[1]]
    rows = (
        (Text("sure and right", "自信があり正解"), np.array([[0.04, 0.9, 0.03, 0.03]])),
        (Text("undecided", "迷っている"), np.array([[0.25, 0.25, 0.25, 0.25]])),
        (Text("sure and wrong", "自信があり不正解"), np.array([[0.9, 0.03, 0.04, 0.03]])),
    )
    sheet = Sheet(196)
    for i, (title, y) in enumerate(rows):
        left = 16 + i * 144
        chart = Chart(sheet, (left, 46, 120, 100), (-0.6, 3.6), (0, 1))
        chart.frame({k: str(k) for k in range(4)}, ())
        chart.bars(y[0], C1)
        chart.bars(d[0], "none", share=0.9, edge=C2)
        error = float(cross_entropy_error(d, y))
        sheet.text(left, 24, title, 10.5)
        sheet.text(left, 178, f"E = {number(error, 3)}", 11.5, INK, bold=True)
    return Drawing(
        sheet,
        Text(
            "Outlined: the one-hot target d (class 1). Only the probability of the right class "
            "counts: "
            "E = -log y.",
            "枠線は one-hot の目標 d(クラス 1)。正解クラスの確率だけが効き、E = -log y となる。",
        ),
        Text(
            "Bars of three predictions beside the target, with the error of each.",
            "目標と並べた3つの予測の棒グラフと、それぞれの誤差。",
        ),
    )


def _shrinking(concept: Concept) -> Drawing:
    function = implementation("numpy", concept)
    w = np.linspace(-2, 2, 40)
    added = function(w, np.zeros_like(w), 0.5)
    sheet = Sheet(226)
    left = Chart(sheet, (36, 34, 160, 150), (-2, 2), (-1.2, 1.2))
    left.frame([-2, -1, 0, 1, 2], [-1, 0, 1], "param")
    sheet.text(36, 13, Text("added to grad, rate 0.5", "grad に加わる量(rate 0.5)"), 10.5)
    if concept.name == "lasso":
        left.line(w[:20], added[:20], 0)
        left.line(w[20:], added[20:], 0)
    else:
        left.line(w, added, 0)
    right = Chart(sheet, (WIDTH / 2 + 28, 34, 176, 150), (0, 40), (-0.6, 1.6))
    label = Text("steps, grad 0, lr 0.1", "ステップ(grad 0、lr 0.1)")
    right.frame([0, 10, 20, 30, 40], [-0.5, 0, 0.5, 1, 1.5], label)
    for i, start in enumerate((1.5, 0.8, -0.4)):
        param, track = np.array([start]), [start]
        for _ in range(40):
            step = 0.1 * function(param, np.zeros(1), 0.5)
            param = np.where(np.abs(step) > np.abs(param), 0.0, param - step)
            track.append(float(param[0]))
        right.line(np.arange(41), track, i)
    captions = {
        "ridge": Text(
            "Ridge (L2) adds rate times the parameter: all shrink by the same share, none "
            "reaches 0.",
            "リッジ(L2)は rate × パラメータを加える。どれも同じ割合で縮み、0 には達しない。",
        ),
        "lasso": Text(
            "Lasso (L1) adds rate times the sign: the same pull for all, so small parameters "
            "reach 0.",
            "ラッソ(L1)は rate × 符号を加える。どれも同じ力で引くので、小さなパラメータは 0 "
            "に達する。",
        ),
    }
    return Drawing(
        sheet,
        captions[concept.name],
        Text(
            "Left: what is added to the gradient, over the parameter. Right: three parameters "
            "shrinking.",
            "左:パラメータに対して勾配に加わる量。右:縮んでいく3つのパラメータ。",
        ),
    )


def draw_random_crop(concept: Concept) -> Drawing:
    """Draw a digit and three crops of it."""
    image = digits()[0][0].reshape(8, 8, 1)
    sheet = Sheet(176)

    def shown(left: float, top: float, pixels: np.ndarray, cell: float, title: Text) -> None:
        sheet.grid(
            left, top, pixels, cell, lambda i, j: (INK, float(pixels[i, j]) / 16 * 0.8), None, title
        )

    shown(
        16,
        36,
        image[:, :, 0] * (16 / max(float(image.max()), 1)),
        15,
        Text("image, 8×8", "画像(8×8)"),
    )
    for k, seed in enumerate((1, 2, 5)):
        crop = random_crop(image, (6, 6), seed=seed)[:, :, 0]
        shown(
            170 + k * 92, 50, crop * (16 / max(float(image.max()), 1)), 13,
            Text(f"crop, seed {seed}", f"切り出し {k + 1}"),
        )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "Each time another window of 6×6, every place equally likely: the network sees the "
            "same "
            "digit in many positions.",
            "毎回異なる 6×6 の窓を、どの位置も等しい確率で切り出す。"
            "ネットワークは同じ数字を多くの位置で"
            "見ることになる。",
        ),
        Text(
            "A handwritten digit and three random crops of it.",
            "手書き数字と、そのランダムな切り出し3つ。",
        ),
    )


def draw_minibatch(concept: Concept) -> Drawing:
    """Draw ten examples in batches of four."""
    x, t = np.arange(10), np.arange(10) % 3
    sheet = Sheet(166)
    colours = (C1, C2, C3)
    sheet.grid(
        16,
        40,
        x[None],
        28,
        lambda i, j: (colours[j // 4], 0.2),
        title=Text("data_x, N = 10", "data_x(N = 10)"),
    )
    for k, i in enumerate((0, 4, 8)):
        batch, _ = minibatch(x, t, i, 4)
        left = 16 + k * 142
        sheet.grid(
            left,
            112,
            batch[None],
            28,
            plain(colours[k]),
            title=f"i = {i}, i_end = {i + len(batch)}",
        )
    return Drawing(
        sheet,
        Text(
            "Batches of four follow each other; the last one has only two examples, since i_end "
            "stops "
            "at N.",
            "4例ずつのバッチが続く。i_end が N で止まるので、最後のバッチは2例だけになる。",
        ),
        Text("Ten examples and the three batches they make.", "10例と、それを分けた3つのバッチ。"),
    )


def draw_gradient_clipping(concept: Concept) -> Drawing:
    """Draw the norm after over the norm before."""
    lengths = np.linspace(0, 4, 41)
    direction = np.array([0.6, 0.8])
    after = [float(np.linalg.norm(gradient_clipping(v * direction, 1.5))) for v in lengths]
    sheet = Sheet(226)
    chart = Chart(sheet, (60, 24, WIDTH - 100, 160), (0, 4), (0, 4.2))
    chart.frame([0, 1, 2, 3, 4], [0, 1, 2, 3, 4], Text("norm before", "前のノルム"))
    sheet.text(60, 10, Text("norm after, threshold 1.5", "後のノルム(threshold 1.5)"), 10.5)
    chart.line(lengths, lengths, 1, width=1.2)
    chart.line(lengths, after, 0)
    return Drawing(
        sheet,
        Text(
            "Up to the threshold nothing changes (dashed: unchanged); beyond it the gradient "
            "keeps its "
            "direction and gets the length 1.5.",
            "しきい値までは変わらない(破線が元の長さ)。それを超えると、向きを保ったまま長さが "
            "1.5 になる。",
        ),
        Text(
            "The norm after clipping over the norm before.",
            "クリッピング前のノルムに対する後のノルム。",
        ),
    )


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
    "cross_entropy_error": draw_cross_entropy_error,
    "ridge": _shrinking,
    "lasso": _shrinking,
    "random_crop": draw_random_crop,
    "minibatch": draw_minibatch,
    "gradient_clipping": draw_gradient_clipping,
    "lstm_taught": lstm,
    "gru_taught": gru,
    "bidirectional_rnn_net": bidirectional,
    "encode": draw_encode,
}
