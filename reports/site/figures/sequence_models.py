"""Models of sequences: what they learn, what reaches what, and which words they choose."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.models.beam_search_decoding import beam_search_decoding
from numpy_impl.models.decoder import Decoder
from numpy_impl.models.greedy_decoding import greedy_decoding
from numpy_impl.models.perplexity import perplexity
from numpy_impl.models.rnn_language_model import RNNLanguageModel
from numpy_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from numpy_impl.optimizers.adam import Adam
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import (
    C1,
    C2,
    INK,
    QUIET,
    WIDTH,
    Drawing,
    Sheet,
    Word,
    number,
    power,
)


def draw_rnn_taught(concept: Concept) -> Drawing:
    """Draw the slope of the last sigmoid: at v, and as the course has it, at y."""
    v = np.linspace(-6, 6, 121)
    sigmoid = Sigmoid()
    y = sigmoid.forward(v)
    right = sigmoid.backward(np.ones_like(v))
    sigmoid.forward(y)
    taught = sigmoid.backward(np.ones_like(v))
    sheet = Sheet(226)
    chart = Chart(sheet, (46, 34, WIDTH - 66, 150), (-6, 6), (0, 0.27))
    chart.frame([-6, -4, -2, 0, 2, 4, 6], [0, 0.1, 0.2], Text("sum v_t", "活性化前の和 v_t"))
    chart.line(v, right, 0)
    chart.line(v, taught, 1)
    named = [(Text("slope at v", "v での傾き"), 0), (Text("as taught, at y", "講座の形(y)"), 1)]
    sheet.legend(46, 13, named)
    return Drawing(
        sheet,
        Text(
            "The slope by which the error is multiplied on its way back. At v it is largest at 0 "
            "and vanishes where the unit is sure; at y, as in the course's code, it hardly varies.",
            "逆伝播で誤差に掛かる傾き。v で取ると 0 で最大になり、"
            "ユニットが確信している所では消える。"
            "講座のコードのように y で取ると、ほとんど変化しない。",
        ),
        Text(
            "Two curves over v from -6 to 6: a bell up to 0.25, and one that falls from 0.25 to "
            "0.2.",
            "v が -6 から 6 までの2本の曲線。"
            "0.25 を頂点とする釣鐘形と、0.25 から 0.2 へ下がる曲線。",
        ),
    )


def draw_perplexity(concept: Concept) -> Drawing:
    """Draw the perplexity of a mean loss, with the right base and with a wrong one."""
    H = np.linspace(0, 5, 101)
    of_nats = [float(perplexity(h, given="losses")) for h in H]
    of_bits = [float(perplexity(h, given="losses", base=2.0)) for h in H]
    sheet = Sheet(226)
    chart = Chart(sheet, (46, 34, WIDTH - 66, 150), (0, 5), (0, 150))
    chart.frame(
        [0, 1, 2, 3, 4, 5], [0, 50, 100, 150], Text("mean loss H in nats", "平均損失 H(ナット)")
    )
    chart.line(H, of_nats, 0)
    chart.line(H, of_bits, 1)
    wrong = Text("2 to the power of H: wrong here", "2 の H 乗(ここでは誤り)")
    sheet.legend(46, 13, [("exp H", 0), (wrong, 1)])
    return Drawing(
        sheet,
        Text(
            "A mean loss of 4.6 nats is a perplexity of 100. With the power of 2, which belongs to "
            "bits, it would seem to be 24.",
            "平均損失が 4.6 ナットならパープレキシティは 100 である。"
            "ビット用の 2 のべき乗を使うと、24 に見えてしまう。",
        ),
        Text(
            "Two curves over the mean loss: one rises to 148 at 5, the other to 32.",
            "平均損失に対する2本の曲線。5 で一方は 148、もう一方は 32 になる。",
        ),
    )


def draw_time_softmax_cross_entropy(concept: Concept) -> Drawing:
    """Draw the gradient of two sequences, one of them padded."""
    loss = TimeSoftmaxCrossEntropy()
    x = np.random.default_rng(5).standard_normal((2, 4, 3))
    t = np.array([[0, 2, 1, 1], [2, 0, -1, -1]])
    loss.forward(x, t)
    dx = loss.backward()
    sheet = Sheet(196)
    for n, title in enumerate((Text("sequence 1", "系列 1"), Text("sequence 2", "系列 2"))):
        left = 70 + 206 * n

        def style(i: int, j: int, n: int = n) -> tuple[str, float] | None:
            value = float(dx[n, i, j])
            return (C1 if value >= 0 else C2, 0.06 + 2.4 * abs(value)) if value else None

        sheet.grid(left, 34, dx[n], (46, 28), style, lambda v: number(v, 2), title, 10)
        for i, target in enumerate(t[n]):
            sheet.text(left - 8, 48 + 28 * i, f"t = {number(target)}", 10, QUIET, "end")
    sheet.text(70, 170, Text("columns: the words 0, 1 and 2", "列:単語 0, 1, 2"), 10, QUIET)
    return Drawing(
        sheet,
        Text(
            "dL/dx of two sequences, step by step: probability minus target, over 6, the number of "
            "tokens that count. The padding (t = -1) gets nothing.",
            "2つの系列の dL/dx(時刻ごと)。「確率 − 正解」を、数えるトークンの数 6 で割ったもの。"
            "パディング(t = -1)には何も届かない。",
        ),
        Text(
            "Two tables of four steps and three words; the last two rows of the second one are 0.",
            "4時刻 × 3単語の表が2つ。2つ目の最後の2行は 0 である。",
        ),
    )


def draw_rnn_language_model(concept: Concept) -> Drawing:
    """Draw the perplexity in training, of a text in which one must remember two letters."""
    text = np.array([[0, 1, 2, 1] * 5])  # a b c b: after b comes c or a
    model = RNNLanguageModel(3, 4, 8, seed=2)
    optimizer = Adam(0.03)
    found = []
    for _ in range(100):
        found.append(float(np.exp(model.forward(text[:, :-1], text[:, 1:]))))
        model.backward()
        optimizer.update(model.params, model.grads)
    sheet = Sheet(226)
    chart = Chart(sheet, (46, 34, WIDTH - 66, 150), (0, 99), (0.8, 3.2))
    chart.frame([0, 20, 40, 60, 80], [1, 2, 3], Text("steps of training", "学習ステップ"))
    chart.line(np.arange(100), found, 0)
    chart.line([0, 99], [np.sqrt(2)] * 2, 1)
    one = Text("who knows one letter alone", "直前の1文字だけを知る場合")
    sheet.legend(46, 13, [(Text("the model", "モデル"), 0), (one, 1)])
    return Drawing(
        sheet,
        Text(
            "The perplexity on the text abcbabcb... It begins with 3, the size of the vocabulary. "
            "After b comes c or a, so who sees one letter alone stays at 1.41; the state remembers "
            "what came before.",
            "文字列 abcbabcb... に対するパープレキシティ。語彙数の 3 から始まる。"
            "b の次は c か a なので、"
            "直前の1文字しか見なければ 1.41 が限界だが、状態がその前の文字を覚えている。",
        ),
        Text(
            "A curve that falls from 3 through a line at 1.41 down to 1.",
            "3 から下がり、1.41 の線を越えて 1 に近づく曲線。",
        ),
    )


def draw_decoder(concept: Concept) -> Drawing:
    """Draw how much of each step's gradient reaches the encoder's state."""
    T, H = 12, 8
    rng = np.random.default_rng(6)
    x = rng.integers(0, 6, (4, T))
    h0 = rng.standard_normal((4, H)) * 0.5
    sheet = Sheet(226)
    chart = Chart(sheet, (52, 34, WIDTH - 72, 150), (1, T), (-4, 1))
    chart.frame(
        [1, 4, 8, 12],
        {e: power(e) for e in (-4, -2, 0)},
        Text("step whose output is wrong", "誤差の生じた時刻"),
    )
    for series, peeky in enumerate((False, True)):
        decoder = Decoder(6, 4, H, "simple_rnn", peeky, seed=1)
        decoder.cell.params["U"] *= 0.7
        y, _ = decoder.forward(x, h0)
        norms = []
        for t in range(T):
            dy = np.zeros_like(y)
            dy[:, t] = 1 / 6
            dy[:, t, 0] -= 1
            norms.append(float(np.linalg.norm(decoder.backward(dy)[0])))
        chart.line(np.arange(1, T + 1), np.log10(norms), series, clip=True)
    named: list[tuple[Word, int]] = [(Text("plain", "通常"), 0), ("peeky", 1)]
    sheet.text(52, 24, "‖dL/dh₀‖", 10)
    sheet.legend(150, 13, named)
    return Drawing(
        sheet,
        Text(
            "How much of an error at one step reaches the encoder's state. Of a late one hardly "
            "anything comes through the chain of cells; a peeky decoder has a short way from every "
            "step.",
            "ある時刻の誤差が、エンコーダの状態にどれだけ届くか。通常のデコーダでは、"
            "遅い時刻の誤差はセルの鎖を通ってほとんど届かない。Peeky なら毎時刻からの近道がある。",
        ),
        Text(
            "Two curves over twelve steps, on a logarithmic axis: one falls, the other stays.",
            "12時刻にわたる2本の曲線(対数軸)。一方は下がり続け、もう一方は保たれる。",
        ),
    )


def draw_seq2seq(concept: Concept) -> Drawing:
    """Draw the two networks unrolled, with what is read, what is said and the one bridge."""
    sheet = Sheet(208)
    read, wrote = ["3", "+", "2", "1"], ["_", "2", "4"]
    says = ["2", "4", "."]
    xs = [34 + 62 * k for k in range(7)]
    y = 104
    for k, x in enumerate(xs):
        encoder = k < 4
        sheet.node(x, y, "LSTM", width=42, height=28, fill=C1 if encoder else C2, opacity=0.16,
                   size=9.5)  # fmt: skip
        sheet.arrow((x, y + 46), (x, y + 16))
        sheet.text(x, y + 56, read[k] if encoder else wrote[k - 4], 12, INK, "middle")
        if not encoder:
            sheet.arrow((x, y - 16), (x, y - 46))
            sheet.text(x, y - 56, says[k - 4], 12, INK, "middle", bold=True)
        if k:
            sheet.arrow((xs[k - 1] + 22, y), (x - 22, y), width=2.6 if k == 4 else 1.5)
    sheet.text(xs[3] + 31, y - 24, "h, c", 9.5, INK, "middle")
    sheet.text(xs[0] - 21, 22, Text("encoder", "エンコーダ"), 11, C1)
    sheet.text(xs[4] - 21, 22, Text("decoder", "デコーダ"), 11, C2)
    sheet.text(xs[0] - 21, 188, Text("the source, read", "入力を読む"), 10, QUIET)
    right = Text("the right words, one behind", "正解を1つ遅れで読む")
    sheet.text(xs[4] - 21, 188, right, 10, QUIET)
    return Drawing(
        sheet,
        Text(
            "The encoder reads to the end; its last h and c are all that the decoder gets, and the "
            "only way on which the gradient comes back. In training the decoder reads the right "
            "word before (_ begins, . ends).",
            "エンコーダは最後まで読む。デコーダが受け取るのは最後の h と c だけであり、"
            "勾配が戻る道もそこだけである。学習時のデコーダは、直前の正解の単語を読む"
            "(_ は開始、. は終了)。",
        ),
        Text(
            "Four boxes that read 3 + 2 1, an arrow with h and c, and three boxes that say 2 4 "
            "and the end.",
            "3 + 2 1 を読む4つの箱、h と c の矢印、2 4 と終了記号を出す3つの箱。",
        ),
    )


TREE = np.log(
    np.array(
        [
            [[0.5, 0.5], [0.5, 0.5], [0.6, 0.4]],
            [[0.55, 0.45], [0.9, 0.1], [0.5, 0.5]],
        ]
    )
)
"""The scores of two steps with the words a and b; the last row is the start's."""


def _tree(chosen: list[tuple[int, ...]]) -> Sheet:
    """Draw all sequences of two words with their probabilities, the chosen ways in colour."""
    sheet = Sheet(212)
    p = np.exp(TREE)
    root, firsts = (40.0, 100.0), [(180.0, 54.0), (180.0, 146.0)]
    lasts = [(320.0, 28.0), (320.0, 76.0), (320.0, 124.0), (320.0, 172.0)]
    for i, first in enumerate(firsts):
        known = any(words[:1] == (i,) for words in chosen)
        sheet.arrow(root, (first[0] - 14, first[1]), C1 if known else QUIET, 3 if known else 1)
        sheet.text(104, (root[1] + first[1]) / 2 - 12, number(p[0, 2, i]), 10, anchor="middle")
        sheet.text(*first, "ab"[i], 13, INK, "middle", bold=known)
        for j in range(2):
            last = lasts[2 * i + j]
            there = (i, j) in chosen
            sheet.arrow((first[0] + 12, first[1]), (last[0] - 14, last[1]),
                        C1 if there else QUIET, 3 if there else 1)  # fmt: skip
            middle = (first[1] + last[1]) / 2
            sheet.text(248, middle + (-10 if j == 0 else 10), number(p[1, i, j]), 10, QUIET,
                       "middle")  # fmt: skip
            whole = p[0, 2, i] * p[1, i, j]
            sheet.text(*last, "ab"[j], 13, INK, "middle", bold=there)
            sheet.text(last[0] + 16, last[1], f"p = {number(whole, 2)}", 10.5, bold=there)
    return sheet


WAYS = Text(
    "A tree of two steps with the words a and b: aa has 0.33, ab 0.27, ba 0.36 and bb 0.04.",
    "単語 a と b による2時刻の木。aa は 0.33、ab は 0.27、ba は 0.36、bb は 0.04。",
)


def draw_greedy_decoding(concept: Concept) -> Drawing:
    """Draw the way that greedy decoding takes through a tree."""
    words, _ = greedy_decoding(TREE, start=2)
    return Drawing(
        _tree([tuple(int(w) for w in words)]),
        Text(
            "Greedily a comes first, being likelier than b, and aa is said with 0.33. That ba has "
            "0.36 is never seen.",
            "貪欲法では、b より確率の高い a を先に選び、確率 0.33 の aa になる。"
            "ba が 0.36 であることには気づかない。",
        ),
        WAYS,
    )


def draw_beam_search_decoding(concept: Concept) -> Drawing:
    """Draw the ways that a beam of two keeps."""
    kept, _ = beam_search_decoding(TREE, start=2, beam=2)
    return Drawing(
        _tree([tuple(int(w) for w in words) for words in kept]),
        Text(
            "A beam of two keeps a and b after the first step, and after the second the best two "
            "of all four: ba with 0.36, and aa with 0.33, one from each.",
            "幅 2 のビームは、最初の時刻で a と b の両方を残し、次の時刻で4つの中から上位2つ、"
            "0.36 の ba と 0.33 の aa を残す。",
        ),
        WAYS,
    )


FIGURES = {
    "rnn_taught": draw_rnn_taught,
    "perplexity": draw_perplexity,
    "time_softmax_cross_entropy": draw_time_softmax_cross_entropy,
    "rnn_language_model": draw_rnn_language_model,
    "decoder": draw_decoder,
    "seq2seq": draw_seq2seq,
    "greedy_decoding": draw_greedy_decoding,
    "beam_search_decoding": draw_beam_search_decoding,
}
