"""Parts of a Transformer: what stands around attention, its losses and its schedule."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from numpy_impl.attention.bert_embeddings import BertEmbeddings
from numpy_impl.attention.learned_position_embedding import LearnedPositionEmbedding
from numpy_impl.attention.patch_embedding import PatchEmbedding
from numpy_impl.attention.position_wise_feed_forward import PositionWiseFeedForward
from numpy_impl.attention.warm_up_schedule import warm_up_schedule
from numpy_impl.embedding.top_k_by_cosine import top_k_by_cosine
from numpy_impl.layers.layer_norm import LayerNorm
from numpy_impl.losses.label_smoothing import LabelSmoothing
from numpy_impl.losses.masked_language_model_loss import MaskedLanguageModelLoss
from numpy_impl.losses.next_token_loss import NextTokenLoss
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, C3, QUIET, WIDTH, Drawing, Sheet
from reports.site.figures.exam_recurrent import strength

X = np.array([[1.0, 3.0, 5.0, 7.0], [-2.0, 0.0, 0.0, 2.0], [4.0, 4.0, 6.0, 6.0]])
"""Three examples of four features."""

SENTENCE = (
    Text("the", "犬"),
    Text("dog", "が"),
    Text("bites", "人"),
    Text("a", "を"),
    Text("man", "噛む"),
)


def _one_digit(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _two_digits(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.2f}".replace("-", "−")


def draw_layer_norm(concept: Concept) -> Drawing:
    """Draw three examples before and after, each normalized over its row."""
    y = LayerNorm(4, affine=False).forward(X)
    shades = (C1, C2, C3)
    sheet = Sheet(178)
    for left, values, title in (
        (14, X, Text("x: an example a row", "x:1行が1件のデータ")),
        (250, y, Text("x̂: mean 0, variance 1", "x̂:平均 0・分散 1")),
    ):
        sheet.grid(left, 44, values, (42, 30), lambda i, j: (shades[i], 0.22), _one_digit, title)
    sheet.arrow((190, 89), (242, 89))
    sheet.text(
        14,
        154,
        Text(
            "batch normalization would take each column instead",
            "バッチ正規化なら、行ではなく列ごとに正規化する",
        ),
        10,
        QUIET,
    )
    return Drawing(
        sheet,
        Text(
            "Each row is normalized by its own mean and variance: no example sees another, so one "
            "alone gives the same.",
            "各行を、その行の平均と分散で正規化する。データどうしは無関係なので、"
            "1件だけでも結果は同じである。",
        ),
        Text(
            "A matrix of three rows, and the same with each row brought to mean 0 and variance 1.",
            "3行の行列と、各行を平均 0・分散 1 にした行列。",
        ),
    )


def draw_position_wise_feed_forward(concept: Concept) -> Drawing:
    """Draw x, the hidden vectors and y of four positions, two of them alike."""
    layer = PositionWiseFeedForward(3, 8, seed=4)
    x = np.random.default_rng(2).standard_normal((4, 3))
    x[3] = x[1]
    y = layer.forward(x)
    sheet = Sheet(182)
    for left, values, title in ((24, x, "x (4, 3)"), (134, layer.h, "h (4, 8)"), (362, y, "y")):
        size = np.abs(values) / np.abs(values).max()
        sheet.grid(left, 44, values, (24, 26), strength(size), None, title)
    sheet.arrow((102, 96), (128, 96))
    sheet.arrow((332, 96), (356, 96))
    for t in range(4):
        sheet.text(10, 57 + 26 * t, str(t + 1), 10, QUIET)
    sheet.text(
        14,
        164,
        Text("white: 0, a hidden unit that is silent", "白:0(隠れユニットが働いていない)"),
        10,
        QUIET,
    )
    return Drawing(
        sheet,
        Text(
            "Each position is widened, bent by ReLU and brought back, by the same weights and for "
            "itself: positions 2 and 4 hold the same vector, and get the same.",
            "各位置を同じ重みで別々に、広げ、ReLU を通し、元の長さに戻す。"
            "位置 2 と 4 は同じベクトルなので、結果も同じになる。",
        ),
        Text(
            "Three maps of four rows: three columns, eight with white cells, three columns.",
            "4行の図が3つ。順に3列、8列(白いマスを含む)、3列。",
        ),
    )


def draw_learned_position_embedding(concept: Concept) -> Drawing:
    """Draw the same word at three places, which its position tells apart."""
    layer = LearnedPositionEmbedding(4, 4, seed=1)
    layer.params["P"] = np.array(
        [[0.5, -0.5, 0.0, 1.0], [1.0, 0.5, -0.5, 0.0], [-1.0, 0.0, 1.0, 0.5], [0.0, 1.0, 0.5, -1.0]]
    )
    x = np.tile([2.0, 0.0, -1.0, 1.0], (1, 3, 1))
    y = layer.forward(x)[0]
    sheet = Sheet(190)
    parts = ((10, x[0], "x"), (155, layer.params["P"], "P"), (300, y, "y"))
    for left, values, title in parts:
        used = lambda i, j: (C2, 0.22) if i < 3 else None  # noqa: E731
        sheet.grid(left, 40, values, (32, 28), used if title == "P" else None, _one_digit, title)
    sheet.text(146, 82, "+", 14, anchor="middle")
    sheet.text(291, 82, "=", 14, anchor="middle")
    sheet.text(
        155,
        168,
        Text("row 4: no sequence came so far", "4行目:そこまで届く系列がない"),
        9.5,
        QUIET,
    )
    return Drawing(
        sheet,
        Text(
            "The same word three times. What is added at each place tells the three apart; the "
            "last row of P was not used, and learns nothing.",
            "同じ語が3つ並んでいる。位置ごとに足すベクトルが3つを区別する。"
            "P の最後の行は使われず、学習もされない。",
        ),
        Text(
            "Three equal rows plus three different rows give three different rows.",
            "同じ3行に異なる3行を足すと、異なる3行になる。",
        ),
    )


def draw_patch_embedding(concept: Concept) -> Drawing:
    """Draw an image cut into patches, the patches as rows, and what the network reads."""
    layer = PatchEmbedding(1, 2, 3, seed=2)
    image = np.arange(16.0).reshape(1, 1, 4, 4)
    layer.forward(image)
    shades = ((C1, 0.3), (C2, 0.26), (C3, 0.3), (QUIET, 0.2))
    sheet = Sheet(196)
    sheet.grid(
        12, 52, image[0, 0], 28, lambda i, j: shades[2 * (i // 2) + j // 2], title="x (1, 4, 4)"
    )
    sheet.arrow((130, 108), (160, 108))
    sheet.grid(168, 52, layer.patches[0], 28, lambda i, j: shades[i], title="p (4, 4)")
    sheet.arrow((286, 108), (318, 108))
    sheet.text(302, 96, "W + b", 9.5, anchor="middle")
    sheet.grid(
        326, 24, np.zeros((5, 1)), (102, 28), lambda i, j: shades[i - 1] if i else None, None
    )
    for i, name in enumerate(("cls", "p_1", "p_2", "p_3", "p_4")):
        word = name if i == 0 else f"{name} W + b"
        sheet.text(377, 38 + 28 * i, word, 10, anchor="middle")
    sheet.text(326, 178, "y (5, 3)", 10, QUIET)
    return Drawing(
        sheet,
        Text(
            "Four patches of 2 x 2 pixels, from left to right and from top to bottom, become four "
            "rows. Each is multiplied by the same W; the CLS token stands in front.",
            "2 x 2 画素のパッチ4枚を左上から順に取り、4つの行にする。"
            "どの行にも同じ W を掛け、先頭に CLS トークンを置く。",
        ),
        Text(
            "An image of 4 x 4 numbers in four squares; the squares as rows; five rows, the first "
            "of which is the CLS token.",
            "4つの正方形に分けた 4 x 4 の画像、行にしたパッチ、先頭が CLS トークンの5つの行。",
        ),
    )


def draw_bert_embeddings(concept: Concept) -> Drawing:
    """Draw which rows of the three tables the places of two sentences take."""
    tokens, segments = np.array([[0, 3, 1, 4, 1]]), np.array([[0, 0, 0, 1, 1]])
    layer = BertEmbeddings(5, 5, 3, seed=1)
    layer.forward(tokens, segments)
    words: tuple[str | Text, ...] = (
        "[CLS]",
        Text("dogs", "犬"),
        "[SEP]",
        Text("bite", "噛む"),
        "[SEP]",
    )
    rows: tuple[tuple[Text, Iterable[int], str], ...] = (
        (Text("token", "トークン"), tokens[0], "E"),
        (Text("segment", "セグメント"), segments[0], "S"),
        (Text("position", "位置"), range(5), "P"),
    )
    sheet = Sheet(186)
    for t, word in enumerate(words):
        sheet.text(128 + 66 * t, 20, word, 11, anchor="middle")
    shades = (C1, C2, C3, QUIET, C1)
    for r, (name, taken, table) in enumerate(rows):
        top = 38 + 38 * r
        sheet.text(10, top + 13, name, 10.5)
        for t, row in enumerate(taken):
            shade = C1 if table == "P" else shades[int(row)]
            sheet.boxes([(100 + 66 * t, top, 56, 26)], shade, QUIET, 0.24)
            label = "AB"[int(row)] if table == "S" else str(int(row))
            sheet.text(128 + 66 * t, top + 13, f"{table}_{label}", 10.5, anchor="middle")
            if r:
                sheet.text(128 + 66 * t, top - 6, "+", 10, anchor="middle")
    sheet.arrow((260, 146), (260, 160))
    sheet.text(260, 172, "LayerNorm", 11, anchor="middle")
    return Drawing(
        sheet,
        Text(
            "Each place takes one row of each of three tables. [SEP] stands twice and takes the "
            "same row of E, whose gradient is the sum of both places.",
            "各位置は、3つの表からそれぞれ1行を取り出す。[SEP] は2回現れて E の同じ行を使うので、"
            "その行の勾配は2か所の和になる。",
        ),
        Text(
            "Five words, and below each a token's, a segment's and a position's vector.",
            "5つの語と、その下に並ぶトークン・セグメント・位置のベクトル。",
        ),
    )


def _asked(
    probabilities: np.ndarray, targets: list[int | None], losses: list[float | None], caption: Text
) -> Drawing:
    """Draw what each place answers, with the target's cell framed, and the losses beside it."""
    sheet = Sheet(250)
    cell, left, top = 40, 120, 52
    sheet.text(10, 20, Text("input", "入力"), 10.5)
    sheet.text(left, 20, Text("probability of each token", "各トークンの確率"), 10.5)
    sheet.text(376, 20, Text("loss", "損失"), 10.5)
    for t, word in enumerate(SENTENCE):
        sheet.text(left + (t + 0.5) * cell, 40, word, 9.5, anchor="middle")
        y = top + (t + 0.5) * 34
        hidden = targets[t] is not None and caption is _MASKED
        sheet.text(10, y, "[MASK]" if hidden else word, 10.5)
        if losses[t] is None:
            sheet.text(390, y, "–", 10.5, QUIET, "middle")
        else:
            sheet.text(390, y, _two_digits(float(losses[t] or 0)), 10.5, anchor="middle")
    sheet.grid(left, top, probabilities, (cell, 34), strength(0.7 * probabilities), _two_digits,
               size=9.5)  # fmt: skip
    frames = [
        (left + k * cell + 2.0, top + t * 34 + 2.0, cell - 4.0, 30.0)
        for t, k in enumerate(targets)
        if k is not None
    ]
    sheet.boxes(frames, "none", C2, width=2.2)
    return Drawing(
        sheet,
        caption,
        Text(
            "A matrix of probabilities, a row for each place; a frame marks the token that is "
            "right, and a loss stands beside the row.",
            "位置ごとに1行の確率の表。正解のトークンを枠で囲み、行の横に損失を示す。",
        ),
    )


_SHIFTED = Text(
    "What each word is asked is framed: the word after it, one column further right in each row. "
    "The last word is asked nothing.",
    "枠は各語に問うトークン、つまり次の語である。行を下るごとに1列ずつ右へずれる。"
    "最後の語には何も問わない。",
)
_MASKED = Text(
    "Two words are hidden; only there is the network asked, and for the word that stood there. The "
    "other rows do not count.",
    "2つの語を隠した。問うのはその位置だけで、答えはそこにあった語である。"
    "ほかの行は損失に入らない。",
)


def _logits() -> np.ndarray:
    x = np.random.default_rng(5).standard_normal((1, 5, 5))
    return x + 1.2 * np.eye(5, k=1)[None]


def draw_next_token_loss(concept: Concept) -> Drawing:
    """Draw what each word of a sentence predicts, and what comes next."""
    x, t = _logits(), np.arange(5)[None]
    loss = NextTokenLoss("none")
    losses = loss.forward(x, t)[0]
    p = np.concatenate([loss.p[0], np.full((1, 5), np.nan)])  # nobody asks the last word
    return _asked(p, [1, 2, 3, 4, None], [*(float(v) for v in losses), None], _SHIFTED)


def draw_masked_language_model_loss(concept: Concept) -> Drawing:
    """Draw what is asked at two hidden words."""
    x, t = _logits() + 1.5 * np.eye(5)[None], np.array([[-100, 1, -100, -100, 4]])
    loss = MaskedLanguageModelLoss("none")
    losses = loss.forward(x, t)[0]
    asked = [None if k < 0 else int(k) for k in t[0]]
    shown = [None if k is None else float(v) for k, v in zip(asked, losses, strict=True)]
    return _asked(loss.p[0], asked, shown, _MASKED)


def draw_label_smoothing(concept: Concept) -> Drawing:
    """Draw the loss over the lead of the right logit, for three shares, with their minima."""
    lead = np.linspace(-2, 10, 121)
    logits = np.stack([lead, *(0 * lead,) * 4], axis=1)
    targets = np.zeros(len(lead), dtype=int)
    sheet = Sheet(232)
    chart = Chart(sheet, (40, 46, WIDTH - 60, 136), (-2, 10), (0, 4))
    chart.frame(
        [-2, 0, 2, 4, 6, 8, 10],
        [0, 1, 2, 3, 4],
        Text("lead of the right class's logit", "正解クラスのロジットの差"),
    )
    for series, smoothing in enumerate((0.0, 0.1, 0.3)):
        L = LabelSmoothing(smoothing, "none").forward(logits, targets)
        chart.line(lead, L, series, clip=True)
        if smoothing:
            chart.dots(lead[L.argmin()], L.min(), (C1, C2, C3)[series], 4)
    named = [("0", 0), ("0.1", 1), ("0.3", 2)]
    sheet.legend(40, 16, [(f"smoothing = {name}", series) for name, series in named], 10)
    return Drawing(
        sheet,
        Text(
            "The loss of one example of five classes. Without smoothing it falls for ever; with a "
            "share spread it has a minimum (dot), beyond which more certainty costs.",
            "5クラスの1例の損失。平滑化しないと減り続けるが、"
            "確率の一部を配ると最小値(点)ができ、それ以上の確信は損失を増やす。",
        ),
        Text(
            "Three curves: one falls to 0, two have a minimum and rise again.",
            "3本の曲線。1本は 0 に近づき、2本は最小値の後で増える。",
        ),
    )


def draw_warm_up_schedule(concept: Concept) -> Drawing:
    """Draw the learning rate over 20,000 steps for three configurations."""
    steps = np.linspace(1, 20000, 400)
    sheet = Sheet(232)
    chart = Chart(sheet, (52, 46, WIDTH - 76, 136), (0, 20), (0, 1.1))
    chart.frame(
        [0, 4, 8, 12, 16, 20],
        [0, 0.5, 1],
        Text("step, in thousands", "ステップ数(千)"),
    )
    settings = ((512, 4000), (512, 8000), (256, 4000))
    for series, (d_model, warmup) in enumerate(settings):
        rate = warm_up_schedule(steps, d_model, warmup)
        chart.line(steps / 1000, 1000 * rate, series)
    sheet.legend(52, 14, [(f"{d}, {w}", series) for series, (d, w) in enumerate(settings)], 10)
    sheet.text(WIDTH - 24, 32, "d_model, warmup_steps", 9.5, QUIET, "end")
    sheet.text(52, 32, Text("learning rate, × 1000", "学習率(× 1000)"), 9.5)
    return Drawing(
        sheet,
        Text(
            "The rate rises in a straight line up to warmup_steps, then falls with the root of the "
            "step. A longer warm-up has a lower top, a smaller model larger steps.",
            "warmup_steps まで直線的に上がり、その後は平方根に反比例して下がる。"
            "ウォームアップが長いほど頂点は低く、モデルが小さいほど学習率は大きい。",
        ),
        Text(
            "Three curves with a sharp top, at 4000 and at 8000 steps.",
            "4000 と 8000 ステップに鋭い頂点を持つ3本の曲線。",
        ),
    )


def draw_top_k_by_cosine(concept: Concept) -> Drawing:
    """Draw a query and five documents as arrows, the two nearest ones strong."""
    query = np.array([[1.6, 1.2]])
    documents = np.array([[2.9, 0.35], [0.85, 0.75], [0.25, 1.4], [-1.0, 0.7], [2.4, 1.0]])
    indices, scores = top_k_by_cosine(query, documents, k=2)
    sheet = Sheet(226)
    chart = Chart(sheet, (16, 20, 270, 180), (-1.2, 3.3), (-0.3, 2.1))
    origin = chart.at(0, 0)
    for j, d in enumerate(documents):
        chosen = j in indices[0]
        end = chart.at(*d)
        sheet.arrow(origin, end, C1 if chosen else QUIET, 2.4 if chosen else 1.2)
        sheet.text(
            end[0] - 4, end[1] - 10, f"d_{j}", 10, anchor="end" if j == 1 else "start", bold=chosen
        )
    tip = chart.at(*query[0])
    sheet.arrow(origin, tip, C2, 2.4, (5, 3))
    sheet.text(tip[0] + 2, tip[1] - 10, "q", 11, bold=True)
    sheet.text(306, 30, Text("cosine", "コサイン類似度"), 10.5)
    every, all_scores = top_k_by_cosine(query, documents, k=5)
    for row, (j, score) in enumerate(zip(every[0], all_scores[0], strict=True)):
        taken = row < scores.shape[1]
        sheet.text(306, 54 + 22 * row, f"d_{j}", 10.5, bold=taken)
        sheet.text(400, 54 + 22 * row, _two_digits(float(score)), 10.5, anchor="end", bold=taken)
    return Drawing(
        sheet,
        Text(
            "The two documents nearest to the query by the angle (k = 2). d_1 is short and d_0 "
            "long; by the inner product d_0 would come before d_1.",
            "クエリ q と角度が最も近い2つの文書(k = 2)。d_1 は短く d_0 は長い。"
            "内積で比べると、d_0 が d_1 より上位になってしまう。",
        ),
        Text(
            "A query and five documents as arrows from one point, two of them in the direction of "
            "the query, and a list of the cosines.",
            "1点から出るクエリと5つの文書の矢印。2つはクエリと同じ向きである。"
            "コサイン類似度の一覧を添える。",
        ),
    )


FIGURES = {
    "layer_norm": draw_layer_norm,
    "position_wise_feed_forward": draw_position_wise_feed_forward,
    "learned_position_embedding": draw_learned_position_embedding,
    "patch_embedding": draw_patch_embedding,
    "bert_embeddings": draw_bert_embeddings,
    "next_token_loss": draw_next_token_loss,
    "masked_language_model_loss": draw_masked_language_model_loss,
    "label_smoothing": draw_label_smoothing,
    "warm_up_schedule": draw_warm_up_schedule,
    "top_k_by_cosine": draw_top_k_by_cosine,
}
