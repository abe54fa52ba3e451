"""Word vectors: what is drawn, what a step asks, and which vectors it moves."""

from __future__ import annotations

import numpy as np

from numpy_impl.embedding.cbow import CBOW
from numpy_impl.embedding.negative_sampling import NegativeSampling
from numpy_impl.embedding.skip_gram import SkipGram
from numpy_impl.embedding.unigram_sampler import unigram_sampler
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import QUIET, SERIES, WIDTH, Drawing, Sheet, Word
from reports.site.figures.exam_recurrent import strength

WORDS = ("you", "say", "goodbye", "and", "I", "hello", ".")
AROUND, BETWEEN = (0, 2), 1
"""Of the sentence "you say goodbye": the words around, and the one between."""
NEGATIVES = (3, 5)
COUNTS = (64, 32, 16, 8, 4, 2, 1)


def curves(scores: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the losses and the gradients of a target and of a negative with these scores."""
    layer = NegativeSampling(2, 1, "none")
    layer.params["W"] = np.array([[1.0], [0.0]])
    h = scores[:, np.newaxis]
    none, ones, zeros = np.zeros((len(h), 0), dtype=int), np.ones(len(h), int), h[:, 0] * 0
    losses, gradients = [], []
    for target, negative, beside in (
        (zeros.astype(int), none, 0.0),
        (ones, zeros.astype(int)[:, np.newaxis], np.log(2)),  # the target's own score is 0
    ):
        losses.append(layer.forward(h, target, negative) - beside)
        gradients.append(layer.backward(np.ones(len(h)))[:, 0])
    return losses, gradients


def draw_negative_sampling(concept: Concept) -> Drawing:
    """Draw the loss of a target and of a negative over their scores, and the gradients."""
    a = np.linspace(-5, 5, 81)
    losses, gradients = curves(a)
    sheet = Sheet(222)
    width = WIDTH / 2 - 56
    score = Text("score h·w", "スコア h·w")
    left = Chart(sheet, (36, 46, width, 126), (-5, 5), (0, 5.2))
    right = Chart(sheet, (WIDTH / 2 + 36, 46, width, 126), (-5, 5), (-1.1, 1.1))
    left.frame([-4, -2, 0, 2, 4], [0, 2, 4], score, Text("loss", "損失"))
    right.frame([-4, -2, 0, 2, 4], [-1, 0, 1], score, Text("gradient", "勾配"))
    for series in (0, 1):
        left.line(a, losses[series], series)
        right.line(a, gradients[series], series)
    named = [(Text("target (yes)", "正解(はい)"), 0), (Text("negative (no)", "負例(いいえ)"), 1)]
    sheet.legend(36, 12, named)
    return Drawing(
        sheet,
        Text(
            "The target's loss falls with its score, a negative's rises. The gradient is answer "
            "minus label, between -1 and 1: it draws h to the target and drives it away from the "
            "negatives, and ends where the answer is right.",
            "正解の単語の損失はスコアが大きいほど小さく、負例の損失は逆に大きくなる。勾配は"
            "「答え − ラベル」で −1 から 1 の間にある。h を正解に近づけ、負例から遠ざけ、"
            "答えが正しくなれば 0 に近づく。",
        ),
        Text(
            "Left two curves of a loss that mirror each other, right their slopes.",
            "左は互いに鏡像の2本の損失曲線、右はその傾き。",
        ),
    )


def draw_unigram_sampler(concept: Concept) -> Drawing:
    """Draw how likely each word is with the powers 1, 3/4 and 0."""
    corpus = np.repeat(np.arange(len(COUNTS)), COUNTS)
    powers = (1.0, 0.75, 0.0)
    sheet = Sheet(220)
    chart = Chart(sheet, (40, 40, WIDTH - 60, 130), (-0.6, len(COUNTS) - 0.4), (0, 0.55))
    ticks: dict[float, Word] = {float(i): str(n) for i, n in enumerate(COUNTS)}
    label = Text("how often the word comes in the corpus", "コーパスでの出現回数")
    chart.frame(ticks, [0, 0.2, 0.4], label)
    for series, power in enumerate(powers):
        p, _ = unigram_sampler(corpus, [0], 1, power, seed=0)
        chart.bars(p, SERIES[series], share=0.25, shift=(series - 1) * 0.27)
    sheet.legend(40, 14, [(f"p ∝ n^{power:g}", series) for series, power in enumerate(powers)])
    return Drawing(
        sheet,
        Text(
            "The probability of seven words, each half as frequent as the one before. The power "
            "3/4 takes from the frequent ones and gives to the rare, without making all alike.",
            "出現回数が半分ずつになる7つの単語の確率。3/4 乗は頻出する単語の分を減らして"
            "まれな単語に回すが、すべてを同じにはしない。",
        ),
        Text(
            "Three bars for each of seven words: falling steeply, less steeply, and even.",
            "7つの単語それぞれに3本の棒。急に減るもの、緩やかに減るもの、一定のもの。",
        ),
    )


def moved(model: type[CBOW] | type[SkipGram], output: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the size of each word's gradients in W_in and W_out after one example (n_words, H)."""
    made = model(len(WORDS), 4, output, seed=3)
    sampled = output == "negative_sampling"
    if model is CBOW:
        made.forward([AROUND], [BETWEEN], [NEGATIVES] if sampled else None)
    else:
        made.forward([BETWEEN], [AROUND], [[NEGATIVES, NEGATIVES]] if sampled else None)
    made.backward()
    W_in, W_out = np.abs(made.grads["W_in"]), np.abs(made.grads["W_out"])
    return W_in / W_in.max(), W_out / W_out.max()


def _rows(model: type[CBOW] | type[SkipGram], caption: Text) -> Drawing:
    W_in, softmax = moved(model, "softmax")
    _, sampled = moved(model, "negative_sampling")
    sheet = Sheet(208)
    panels: tuple[tuple[Word, np.ndarray], ...] = (
        ("W_in", W_in),
        (Text("W_out, softmax", "W_out、softmax"), softmax),
        (Text("W_out, negatives", "W_out、負例"), sampled),
    )
    for k, (title, found) in enumerate(panels):
        sheet.grid(74 + k * 126, 40, found, 20, strength(found), None, title, 10)
    for i, word in enumerate(WORDS):
        sheet.text(66, 50 + i * 20, word, 10, anchor="end")
    rows = Text(
        "rows: the words' vectors; darker: a larger gradient",
        "行:各単語のベクトル。濃いほど勾配が大きい",
    )
    sheet.text(74, 194, rows, 9.5, QUIET)
    return Drawing(
        sheet,
        caption,
        Text(
            "Three maps of seven rows: a few rows shaded, all rows shaded, and a few again.",
            "7行の3つの図。数行だけ、全行、再び数行だけに色が付いている。",
        ),
    )


def draw_cbow(concept: Concept) -> Drawing:
    """Draw which vectors one example moves."""
    return _rows(
        CBOW,
        Text(
            'One example, "you ? goodbye" with the answer "say". Of W_in only the words around '
            "move, each by the same. A softmax moves every word of W_out; negative sampling the "
            "target and the two drawn words.",
            "1つのデータ「you ? goodbye」(答えは say)での勾配。W_in で動くのは前後の単語だけで、"
            "動く量も等しい。W_out は、softmax なら全単語が、ネガティブサンプリングなら正解と"
            "選ばれた2語だけが動く。",
        ),
    )


def draw_skip_gram(concept: Concept) -> Drawing:
    """Draw which vectors one example moves."""
    return _rows(
        SkipGram,
        Text(
            'One example, "? say ?" with the answers "you" and "goodbye". Of W_in only the word '
            "between moves. A softmax moves every word of W_out; negative sampling the two answers "
            "and the drawn words.",
            "1つのデータ「? say ?」(答えは you と goodbye)での勾配。W_in で動くのは"
            "中央の単語だけである。W_out は、softmax なら全単語が、ネガティブサンプリングなら"
            "2つの答えと選ばれた単語だけが動く。",
        ),
    )


FIGURES = {
    "negative_sampling": draw_negative_sampling,
    "unigram_sampler": draw_unigram_sampler,
    "cbow": draw_cbow,
    "skip_gram": draw_skip_gram,
}
