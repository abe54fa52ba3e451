"""Word embeddings: from the numbers of words to vectors, by looking up and by counting."""

from __future__ import annotations

import numpy as np

from numpy_impl.embedding.co_occurrence import co_occurrence
from numpy_impl.embedding.cosine_similarity import CosineSimilarity
from numpy_impl.embedding.embedding import Embedding
from numpy_impl.embedding.lsi import lsi
from numpy_impl.embedding.one_hot import one_hot
from numpy_impl.embedding.positive_pmi import positive_pmi
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, INK, QUIET, SERIES, WIDTH, Drawing, Sheet, number

WORDS = ("the", "cat", "sat", "on", "mat", ".")
CORPUS = np.array([0, 1, 2, 3, 0, 4, 5])
"""The cat sat on the mat."""

TERMS = ("goal", "ball", "team", "vote", "law", "party")
COUNTS = np.array(
    [
        [7, 4, 0, 0, 1],
        [1, 3, 0, 1, 0],
        [3, 3, 1, 0, 2],
        [0, 0, 3, 1, 0],
        [0, 1, 6, 3, 2],
        [1, 0, 2, 5, 4],
    ]
)
"""How often each term stands in five documents: two on sport, three on politics."""


def draw_one_hot(concept: Concept) -> Drawing:
    """Draw four numbers and their rows."""
    idx = np.array([2, 0, 4, 2])
    y = one_hot(idx, 5)
    sheet = Sheet(160)
    sheet.grid(70, 42, idx[:, None], 24, None, None, "idx")
    for i, word in enumerate(idx):
        sheet.text(82, 54 + i * 24, str(word), 11, anchor="middle")
    sheet.arrow((112, 90), (156, 90), QUIET)
    marked = [(C1, 0.3) if value else None for value in y.flat]
    sheet.grid(180, 42, y, 24, lambda i, j: marked[i * 5 + j], number, "y")
    sheet.text(330, 60, Text("rows: examples", "行:データ"), 10, QUIET)
    sheet.text(330, 78, Text("columns: classes", "列:クラス"), 10, QUIET)
    return Drawing(
        sheet,
        Text(
            "Every row has a single 1, in the place of its number. Class 1 and class 3 do not "
            "occur, and have columns all the same.",
            "どの行も、番号の位置だけが 1 である。クラス 1 と 3 は現れないが、列は用意される。",
        ),
        Text(
            "Four numbers and a 4×5 matrix of zeros and ones.", "4つの番号と、0 と 1 の 4×5 行列。"
        ),
    )


def draw_embedding(concept: Concept) -> Drawing:
    """Draw the rows that are looked up, and what comes back to them."""
    layer = Embedding(5, 3)
    layer.params["W"] = np.array(
        [[0.1, 0.2, 0.3], [1.0, 1.1, 1.2], [2.0, 2.1, 2.2], [3.0, 3.1, 3.2], [4.0, 4.1, 4.2]]
    )
    idx = np.array([1, 3, 1])
    y = layer.forward(idx)
    dy = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [10.0, 20.0, 30.0]])
    layer.backward(dy)
    colours = {1: (C1, 0.25), 3: (C2, 0.25)}
    sheet = Sheet(330)

    def of_places(i: int, _: int) -> tuple[str, float] | None:
        return colours.get(int(idx[i]))

    def of_words(i: int, _: int) -> tuple[str, float] | None:
        return colours.get(i)

    cell = (34.0, 22.0)
    sheet.grid(16, 40, layer.params["W"], cell, of_words, number, "W", 10.5)
    sheet.grid(186, 62, idx[:, None], (24, 22), of_places, number, "idx", 10.5)
    sheet.grid(306, 62, y, cell, of_places, number, "y = W[idx]", 10.5)
    sheet.arrow((128, 95), (176, 95), QUIET)
    sheet.arrow((220, 95), (296, 95), QUIET)
    sheet.grid(306, 222, dy, cell, of_places, number, "dy", 10.5)
    sheet.arrow((296, 255), (128, 255), QUIET)
    sheet.grid(16, 200, layer.grads["W"], cell, of_words, number, "dW", 10.5)
    sheet.text(142, 278, Text("word 1: both places added", "単語 1:2か所を加算"), 10, QUIET)
    return Drawing(
        sheet,
        Text(
            "Word 1 stands at two places and gets both gradients, added: 1 + 10 = 11. Words that "
            "do not occur get 0.",
            "単語 1 は2か所に現れるので、両方の勾配が足される(1 + 10 = 11)。"
            "現れない単語の勾配は 0 である。",
        ),
        Text(
            "A 5×3 matrix W, three of its rows as y, their gradients, and dW with two filled rows.",
            "5×3 の行列 W、取り出した3行の y、その勾配、2行だけが埋まった dW。",
        ),
    )


def draw_cosine_similarity(concept: Concept) -> Drawing:
    """Draw a vector and others, each with its cosine; and the cosine over the angle."""
    layer = CosineSimilarity()
    u = np.array([2.4, 0.8])
    others = np.array([[1.2, 0.4], [0.5, 2.2], [-0.6, 1.8], [-1.8, -0.6]])
    cosines = layer.forward(np.tile(u, (4, 1)), others)
    sheet = Sheet(240)
    origin, unit = (110.0, 128.0), 38.0

    def tip(v: np.ndarray, stretch: float = 1.0) -> tuple[float, float]:
        return origin[0] + stretch * unit * float(v[0]), origin[1] - stretch * unit * float(v[1])

    sheet.arrow(origin, tip(u), C1, 2.4)
    sheet.text(*tip(u, 1.1), "u", 11, C1)
    for v, cosine in zip(others, cosines, strict=True):
        sheet.arrow(origin, tip(v), INK)
        x, y = tip(v + np.sign(v) * np.array([0.1, 0.25]))
        sheet.text(x, y, number(round(float(cosine), 9), 2), 10.5, anchor="middle")
    angles = np.linspace(-180, 180, 181)
    turned = np.stack([np.cos(np.radians(angles)), np.sin(np.radians(angles))], axis=1)
    chart = Chart(sheet, (WIDTH - 196, 40, 178, 150), (-180, 180), (-1.1, 1.1))
    chart.frame([-180, -90, 0, 90, 180], [-1, 0, 1], Text("angle to u", "u との角度"))
    for series, length in enumerate((1.0, 0.001)):
        along = np.tile([length, 0.0], (181, 1))
        chart.line(angles, layer.forward(along, turned), series)
    named: list[tuple[Text | str, int]] = [("|u| = 1", 0), ("|u| = 0.001", 1)]
    sheet.legend(WIDTH - 200, 16, named, 10)
    return Drawing(
        sheet,
        Text(
            "Left: vectors with their cosine to u; the short one that points the same way has 1. "
            "Right: only the angle counts, so both curves are one.",
            "左:ベクトルと、u とのコサイン類似度。短くても向きが同じなら 1 になる。"
            "右:角度だけで決まるので、2本の曲線は重なる。",
        ),
        Text(
            "Five arrows from one point, and the cosine as a curve over the angle.",
            "1点から出る5本の矢印と、角度に対するコサインの曲線。",
        ),
    )


def _matrix(sheet: Sheet, left: float, values: np.ndarray, title: Text | str) -> None:
    """Draw a matrix of words, its rows named, the shade as large as the number."""
    most = float(values.max())
    cell = 27.0
    sheet.grid(
        left,
        58,
        values,
        cell,
        lambda i, j: (C1, round(0.55 * float(values[i, j]) / most, 3)) if values[i, j] else None,
        lambda v: number(v, 2),
        "",
        9.5,
    )
    for k, word in enumerate(WORDS):
        sheet.text(left - 6, 58 + (k + 0.5) * cell, word, 10, anchor="end")
        sheet.text(left + (k + 0.5) * cell, 47, word, 10, anchor="middle")
    sheet.text(left, 20, title)


def draw_co_occurrence(concept: Concept) -> Drawing:
    """Draw the matrices of two windows."""
    sheet = Sheet(234)
    for k, window in enumerate((1, 2)):
        C = co_occurrence(CORPUS, len(WORDS), window)
        _matrix(sheet, 40 + k * 222, C, f"window_size = {window}")
    return Drawing(
        sheet,
        Text(
            "The cat sat on the mat. Row and column of a word are equal, since both sides count; "
            "a wider window counts more pairs.",
            "The cat sat on the mat. の共起行列。左右の両側を数えるので対称になる。"
            "ウィンドウを広げると、より多くの組が数えられる。",
        ),
        Text("Two symmetric 6×6 matrices of counts.", "回数を並べた2つの対称な 6×6 行列。"),
    )


def draw_positive_pmi(concept: Concept) -> Drawing:
    """Draw counts and what is left of them."""
    C = co_occurrence(CORPUS, len(WORDS), 2)
    sheet = Sheet(234)
    _matrix(sheet, 40, C, Text("counts", "回数"))
    _matrix(sheet, 262, positive_pmi(C), "PPMI")
    return Drawing(
        sheet,
        Text(
            "'the' stands beside everything, so its counts are worth little: (the, cat) gets less "
            "than (., mat), though both pairs meet once.",
            "the は何とでも並ぶので、その回数の値打ちは小さい。(the, cat) も (., mat) も"
            "1回の共起だが、PPMI は後者のほうが大きい。",
        ),
        Text(
            "A 6×6 matrix of counts, and one of the same size with their PPMI.",
            "回数の 6×6 行列と、その PPMI の行列。",
        ),
    )


def draw_lsi(concept: Concept) -> Drawing:
    """Draw terms and documents in the plane of two topics."""
    U, s, V = lsi(COUNTS, 2)
    documents = tuple(f"d{k + 1}" for k in range(len(V)))
    sheet = Sheet(250)
    for k, (title, names, rows) in enumerate(
        (
            (Text("terms; upwards: topic 2", "単語(縦軸:トピック 2)"), TERMS, U * s),
            (Text("documents; upwards: topic 2", "文書(縦軸:トピック 2)"), documents, V * s),
        )
    ):
        chart = Chart(sheet, (36 + k * 214, 38, 178, 170), (0, 8), (-7, 8))
        chart.frame([0, 2, 4, 6, 8], [-5, 0, 5], Text("topic 1", "トピック 1"))
        sheet.text(36 + k * 214, 16, title, 10)
        sheet.dots([chart.at(*row) for row in rows], SERIES[k], 3.2, hollow=k == 1)
        for name, row in zip(names, rows, strict=True):
            x, y = chart.at(*row)
            sheet.text(x + 7, y, name, 10)
    return Drawing(
        sheet,
        Text(
            "Six terms and five documents, each by two numbers. What is on sport lies on one side, "
            "what is on politics on the other; nobody said which is which.",
            "6つの単語と5つの文書を、2つの数で表したもの。スポーツと政治は分かれて並ぶ。"
            "どれがどちらかは教えていない。",
        ),
        Text(
            "Dots of terms, and circles of documents, in two planes: in both there are two groups.",
            "単語の点と文書の円を描いた2つの平面。どちらも2つの群に分かれている。",
        ),
    )


FIGURES = {
    "one_hot": draw_one_hot,
    "embedding": draw_embedding,
    "cosine_similarity": draw_cosine_similarity,
    "co_occurrence": draw_co_occurrence,
    "positive_pmi": draw_positive_pmi,
    "lsi": draw_lsi,
}
