"""Recurrent steps, parameters of recurrent layers, words as vectors."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import Draws, Problem, Wrong, listed, ours, shown, worked


@worked("lstm_cell_state", items=("3-5-2",), concepts=("lstm_cell",))
def _lstm_cell_state(d: Draws) -> Problem:
    f, i, o = d.pick(0.5, 0.9, 0.25), d.pick(0.5, 0.2, 0.75), d.pick(0.5, 0.4)
    c, g = d.pick(2.0, -4.0, 1.0), d.pick(0.5, -0.8, 0.4)
    right = f * c + i * g
    return Problem(
        Text(
            f"At one step of an LSTM the forget, input and output gates are f = {f}, i = {i}, o = {o}, the "
            f"candidate (behind tanh) is g = {shown(g, 1)}, and the cell was c = {shown(c, 0)}. What is the new cell?",
            f"LSTM のあるステップで、忘却ゲート f = {f}、入力ゲート i = {i}、出力ゲート o = {o}、候補(tanh の後) "
            f"g = {shown(g, 1)}、1つ前のメモリーセル c = {shown(c, 0)} であった。新しいメモリーセルはいくらか。",
        ),
        right,
        Text(
            f"c' = f c + i g = {f} · {shown(c, 0)} + {i} · {shown(g, 1)}.",
            f"c' = f c + i g = {f} · {shown(c, 0)} + {i} · {shown(g, 1)} である。",
        ),
        (
            Wrong(i * c + f * g, Text("Forget and input gates are exchanged.", "忘却ゲートと入力ゲートを取り違えている。")),
            Wrong(f * c + g, Text("The candidate comes in whole: the input gate is left out.", "入力ゲートを掛けていない。")),
            Wrong(c + i * g, Text("Nothing is forgotten.", "忘却ゲートを掛けていない。")),
            Wrong((1 - f) * c + i * g, Text("1 − f keeps what should be forgotten.", "1 − f を掛けており、忘れるべき割合を残している。")),
            Wrong(o * np.tanh(right), Text("That is the output h, not the cell.", "メモリーセルではなく出力 h の値である。")),
            Wrong(f * c + (1 - f) * g, Text("That is a GRU's mixture; an LSTM has a gate of its own for the input.", "GRU の混ぜ方である。LSTM の入力には専用のゲートがある。")),
        ),
    )  # fmt: skip


@worked("gru_state", items=("3-5-2",), concepts=("gru_cell",))
def _gru_state(d: Draws) -> Problem:
    z, h, n = d.pick(0.25, 0.8, 0.9), d.pick(1.0, -2.0, 0.5), d.pick(0.5, -1.0, 0.2)
    right = (1 - z) * h + z * n
    return Problem(
        Text(
            f"A GRU's new state is h' = (1 − z) h + z ĥ, in the notation where z is the share of the new. The "
            f"update gate is z = {z}, the state before h = {shown(h, 1)}, the candidate ĥ = {shown(n, 1)}. What is h'?",
            f"GRU の新しい状態を h' = (1 − z) h + z ĥ(z が新しい候補の割合)と書く。更新ゲート z = {z}、前の状態 "
            f"h = {shown(h, 1)}、候補 ĥ = {shown(n, 1)} のとき、h' はいくらか。",
        ),
        right,
        Text(
            f"{shown(1 - z, 2)} · {shown(h, 1)} + {z} · {shown(n, 1)}.",
            f"{shown(1 - z, 2)} · {shown(h, 1)} + {z} · {shown(n, 1)} である。",
        ),
        (
            Wrong(z * h + (1 - z) * n, Text("z on the other side, as PyTorch and Keras write it; the question says otherwise.", "z の置き方が逆である。PyTorch や Keras の書き方だが、問題文の式とは異なる。")),
            Wrong(h + z * n, Text("The old state is kept whole.", "前の状態に 1 − z を掛けていない。")),
            Wrong(z * n, Text("The old state is dropped.", "前の状態を捨てている。")),
            Wrong(z * (h + n), Text("Both are multiplied by z.", "両方に z を掛けている。")),
            Wrong(float(np.tanh(right)), Text("tanh once more; it is in the candidate already.", "もう一度 tanh を掛けている。候補の側で済んでいる。")),
        ),
    )  # fmt: skip


@worked("recurrent_parameters", items=("3-5-2", "3-5-1"), concepts=("lstm", "gru", "simple_rnn"))
def _recurrent_parameters(d: Draws) -> Problem:
    kind, gates = d.pick(("simple_rnn", 1), ("gru", 3), ("lstm", 4))
    n, h = d.pick(10, 20, 32), d.pick(16, 30, 64)
    one = h * (n + h + 1)
    name = {
        "simple_rnn": ("simple RNN", "単純な RNN"),
        "gru": ("GRU", "GRU"),
        "lstm": ("LSTM", "LSTM"),
    }[kind]
    return Problem(
        Text(
            f"A layer of {name[0]} takes inputs of {n} numbers and has {h} hidden units. There is one bias for "
            "each gate and unit. How many parameters has it?",
            f"入力 {n} 次元、隠れユニット {h} 個の {name[1]} の層がある。バイアスはゲート・ユニットごとに1つとする。"
            "パラメータ数はいくつか。",
        ),
        gates * one,
        Text(
            f"{gates} times h (n + h + 1) = {one:,}: weights for the input, weights for the state, a bias.",
            f"h (n + h + 1) = {one:,} の {gates} 倍である。入力の重み、状態の重み、バイアスからなる。",
        ),
        (
            Wrong(3 * one if gates != 3 else 4 * one, Text("With the number of blocks of another layer: an LSTM has four, a GRU three, a simple RNN one.", "別の層のブロック数を使っている。LSTM は 4、GRU は 3、単純な RNN は 1 である。")),
            Wrong(gates * h * (n + h), Text("The biases are left out.", "バイアスを数えていない。")),
            Wrong(gates * h * (n + 1), Text("The weights of the state are left out.", "状態に掛かる重みを数えていない。")),
            Wrong(gates * (n * h + h), Text("The weights of the state are left out.", "状態に掛かる重みを数えていない。")),
            Wrong(gates * h * (n + h + 2), Text("Two biases for each unit, as PyTorch has them; the question says one.", "PyTorch のようにバイアスを2つ数えている。問題では1つである。")),
            Wrong(gates * n * (n + h + 1), Text("The blocks have as many units as there are inputs.", "ユニット数ではなく入力の次元を掛けている。")),
        ),
    )  # fmt: skip


@worked("rnn_gradient_through_time", items=("3-5-1",), concepts=("simple_rnn",))
def _rnn_gradient_through_time(d: Draws) -> Problem:
    w, steps = d.pick(0.5, 2.0, -0.5, 3.0), d.pick(2, 3)
    x = d.wholes(steps, 1, 4)
    h, states = 0.0, []
    for v in x:
        states.append(h)
        h = w * h + v
    right = sum(w ** (steps - 1 - t) * states[t] for t in range(steps))
    return Problem(
        Text(
            f"A linear recurrence h_t = w h_(t−1) + x_t starts with h_0 = 0 and w = {shown(w, 1)}; the inputs are "
            f"x = ({listed(x)}). What is ∂h_{steps}/∂w?",
            f"線形の再帰 h_t = w h_(t−1) + x_t を h_0 = 0、w = {shown(w, 1)} で始める。入力は x = ({listed(x)}) である。"
            f"∂h_{steps}/∂w はいくらか。",
        ),
        right,
        Text(
            "w is used at every step: the sum over t of w^(T−t) h_(t−1).",
            "w はすべてのステップで使われるので、t について w^(T−t) h_(t−1) を足す。",
        ),
        (
            Wrong(states[-1], Text("Only the last step: the state before depends on w too.", "最後のステップだけである。1つ前の状態も w に依存する。")),
            Wrong(sum(states), Text("The steps are summed without the factors w between them.", "ステップの間の w を掛けずに足している。")),
            Wrong(w ** (steps - 1) * x[0], Text("Only the path from the first input.", "最初の入力からの道だけを数えている。")),
            Wrong(h, Text("That is the state itself.", "状態そのものの値である。")),
            Wrong(right + h, Text("One step too many.", "1ステップ多く数えている。")),
            Wrong(right / steps, Text("Averaged over the steps; they add up.", "ステップについて平均している。道が複数あるときは足す。")),
        ),
    )  # fmt: skip


@worked("bidirectional_width", items=("3-5-1",), concepts=("bidirectional",))
def _bidirectional_width(d: Draws) -> Problem:
    n, t, f, h = d.pick(4, 8, 16), d.pick(10, 12, 20), d.pick(5, 6), d.pick(16, 32)
    return Problem(
        Text(
            f"nn.LSTM({f}, {h}, batch_first=True, bidirectional=True) takes x of shape ({n}, {t}, {f}). What is the "
            "shape of output, the first thing that it returns?",
            f"nn.LSTM({f}, {h}, batch_first=True, bidirectional=True) に形状 ({n}, {t}, {f}) の x を入力する。"
            "最初の戻り値 output の形状はどれか。",
        ),
        f"({n}, {t}, {2 * h})",
        Text(
            f"All steps, with both directions side by side: 2·{h} numbers.",
            f"全ステップについて、両方向の状態を並べた 2·{h} 次元になる。",
        ),
        (
            Wrong(f"({n}, {t}, {h})", Text("One direction only.", "片方向しか数えていない。")),
            Wrong(f"(2, {n}, {h})", Text("That is h_n, the last states of both directions.", "両方向の最後の状態 h_n の形状である。")),
            Wrong(f"({t}, {n}, {2 * h})", Text("The axes are those without batch_first.", "batch_first を指定しない場合の軸の順である。")),
            Wrong(f"({n}, {2 * t}, {h})", Text("The directions are put behind each other in time.", "両方向を時間の軸に並べている。")),
            Wrong(f"({n}, {2 * h})", Text("The last step alone.", "最後のステップだけである。")),
        ),
    )  # fmt: skip


@worked("cosine_of_words", items=("4-4-1", "2-1-2"), concepts=("cosine_similarity",))
def _cosine_of_words(d: Draws) -> Problem:
    a, b = d.pick(
        ((3, 4), (4, 3)),
        ((1, 2, 2), (2, 0, 0)),
        ((6, 8), (0, 5)),
        ((2, 1, 2), (1, 2, -2)),
        ((5, 12), (12, 5)),
    )
    dot = float(np.dot(a, b))
    la, lb = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    right = float(
        ours("cosine_similarity")().forward(np.array([a], float), np.array([b], float))[0]
    )
    return Problem(
        Text(
            f"Two words have the vectors ({listed(a)}) and ({listed(b)}). What is their cosine similarity, to "
            "three decimals?",
            f"2つの単語のベクトルが ({listed(a)}) と ({listed(b)}) である。コサイン類似度を小数第3位まで求めよ。",
        ),
        right,
        Text(
            f"The product {shown(dot, 0)}, divided by both lengths, {shown(la, 3)} and {shown(lb, 3)}.",
            f"内積 {shown(dot, 0)} を、2つの長さ {shown(la, 3)} と {shown(lb, 3)} で割る。",
        ),
        (
            Wrong(dot, Text("That is the dot product.", "内積のままである。")),
            Wrong(dot / (la**2 * lb**2), Text("Divided by the squared lengths.", "長さの2乗で割っている。")),
            Wrong(dot / la**2, Text("Divided by one length twice.", "一方の長さだけで割っている。")),
            Wrong(float(np.linalg.norm(np.subtract(a, b))), Text("That is the Euclidean distance.", "ユークリッド距離である。")),
            Wrong(1 - right, Text("That is the cosine distance.", "コサイン距離である。")),
            Wrong(dot / (la + lb), Text("Divided by the sum of the lengths.", "長さの和で割っている。")),
        ),
        places=3,
    )  # fmt: skip


@worked("pointwise_mutual_information", items=("4-4-1", "1-3-1"), concepts=("positive_pmi",))
def _pointwise_mutual_information(d: Draws) -> Problem:
    total, x, y, both = d.pick(
        (1000, 100, 40, 32),
        (800, 50, 64, 16),
        (1024, 64, 32, 16),
        (2000, 100, 80, 64),
        (640, 40, 32, 4),
    )
    ratio = both * total / (x * y)
    return Problem(
        Text(
            f"Among {total} counts, the word x occurs {x} times, y {y} times, and both together {both} times. What "
            "is their pointwise mutual information, to the base 2?",
            f"総数 {total} のうち、単語 x は {x} 回、y は {y} 回、両方は共に {both} 回現れた。底を 2 とする"
            "自己相互情報量(PMI)はいくらか。",
        ),
        float(np.log2(ratio)),
        Text(
            f"log₂ of p(x, y) / (p(x) p(y)) = {both}·{total} / ({x}·{y}) = {shown(ratio, 2)}.",
            f"p(x, y) / (p(x) p(y)) = {both}·{total} / ({x}·{y}) = {shown(ratio, 2)} の log₂ である。",
        ),
        (
            Wrong(ratio, Text("The logarithm is forgotten.", "対数を取り忘れている。")),
            Wrong(-float(np.log2(ratio)), Text("The fraction is upside down.", "分子と分母が逆である。")),
            Wrong(float(np.log2(both / total)), Text("log₂ of p(x, y) alone.", "p(x, y) だけの log₂ である。")),
            Wrong(float(np.log2(both / x)), Text("That is log₂ p(y | x): it is not divided by p(y).", "log₂ p(y | x) である。p(y) で割っていない。")),
            Wrong(both / total * float(np.log2(ratio)), Text("That is the pair's share of the mutual information.", "相互情報量のうち、この組の寄与である。")),
        ),
        places=3,
    )  # fmt: skip
