"""Attention: who looks where, and what the masks and the positions do to it."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.additive_attention import AdditiveAttention
from numpy_impl.attention.causal_mask import causal_mask
from numpy_impl.attention.dot_product_attention import DotProductAttention
from numpy_impl.attention.multi_head_attention import MultiHeadAttention
from numpy_impl.attention.padding_mask import padding_mask
from numpy_impl.attention.positional_encoding import positional_encoding
from numpy_impl.attention.scaled_dot_product_attention import ScaledDotProductAttention
from numpy_impl.models.attention_seq2seq import AttentionSeq2Seq
from numpy_impl.optimizers.adam import Adam
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import QUIET, Drawing, Sheet
from reports.site.figures.exam_recurrent import strength

CELL = 18
KEYS = Text("key j →", "キー j →")
ROWS = Text(
    "rows: query i, from the top; each row sums to 1",
    "行:クエリ i(上から順)。各行の和は 1",
)


def _maps(
    maps: list[tuple[Text | str, np.ndarray]], rows: Text = ROWS, columns: Text = KEYS
) -> Sheet:
    """Return up to three maps of weights side by side, darker where a weight is larger."""
    n_rows = max(len(weights) for _, weights in maps)
    sheet = Sheet(62 + n_rows * CELL + 34)
    for k, (title, weights) in enumerate(maps):
        left = 24 + k * 140
        darkest = weights / max(float(weights.max()), 1e-9)
        sheet.grid(left, 40, weights, CELL, strength(darkest), None, title)
        sheet.text(left, 40 + n_rows * CELL + 16, columns, 9.5, QUIET)
    sheet.text(24, 40 + n_rows * CELL + 36, rows, 9.5, QUIET)
    return sheet


def _weights(T: int = 6, d: int = 8, mask: np.ndarray | None = None, **options) -> np.ndarray:
    rng = np.random.default_rng(4)
    layer = ScaledDotProductAttention(**options)
    Q, K, V = rng.standard_normal((3, T, d)) * 1.3
    layer.forward(Q, K, V, mask=mask)
    return layer.weights


def draw_scaled_dot_product_attention(concept: Concept) -> Drawing:
    """Draw the weights with the root of d, without it, and divided by d."""
    sheet = _maps(
        [
            (Text("over √d", "√d で割る"), _weights()),
            (Text("not scaled", "割らない"), _weights(scale=1.0)),
            (Text("over d", "d で割る"), _weights(scale=1 / 8)),
        ]
    )
    return Drawing(
        sheet,
        Text(
            "The weights of six queries on six keys, d = 8, from the same numbers. Without the "
            "scale most goes to one key or two, where softmax passes hardly any gradient; "
            "over d instead of its root the weights are nearly the same for all.",
            "同じ数から計算した、6つのクエリの6つのキーに対する重み(d = 8)。割らないと"
            "大半が1つか2つのキーに集まり、ソフトマックスの勾配がほぼ消える。"
            "√d でなく d で割ると、重みの差がほとんどなくなる。",
        ),
        Text(
            "Three 6×6 maps: moderate contrast, a few dark cells, hardly any contrast.",
            "3つの 6×6 の図。順に、適度な濃淡、少数の濃いセル、ほとんど一様な濃さ。",
        ),
    )


def draw_causal_mask(concept: Concept) -> Drawing:
    """Draw the weights without and with the mask, and the mask."""
    sheet = _maps(
        [
            (Text("no mask", "マスクなし"), _weights()),
            (Text("the mask", "マスク"), causal_mask(6).astype(float)),
            (Text("with the mask", "マスクあり"), _weights(causal=True)),
        ],
        Text("rows: query i, from the top", "行:クエリ i(上から順)"),
    )
    return Drawing(
        sheet,
        Text(
            "The same weights, without and with the causal mask. What lies ahead gets none, and "
            "what is left is shared out anew, so that each row still sums to 1: the first query "
            "has its own key alone.",
            "同じ重みの、因果マスクなしとあり。先の位置の重みは 0 になり、残りに配分し直される"
            "ので、各行の和は 1 のままである。最初のクエリは自分のキーだけに注目する。",
        ),
        Text(
            "Three 6×6 maps: a full square, a lower triangle of ones, weights in a lower triangle.",
            "3つの 6×6 の図。全体に重みのある正方形、1 の下三角、下三角の重み。",
        ),
    )


def draw_padding_mask(concept: Concept) -> Drawing:
    """Draw the weights of a sentence of four words and two of padding, under both masks."""
    tokens = np.array([[5, 3, 8, 2, 0, 0]])
    mask = padding_mask(tokens)[0]
    sheet = _maps(
        [
            (Text("no mask", "マスクなし"), _weights()),
            (Text("padding", "パディング"), _weights(mask=mask)),
            (Text("and causal", "＋因果マスク"), _weights(mask=mask, causal=True)),
        ]
    )
    return Drawing(
        sheet,
        Text(
            "A sentence of four words, filled up to six. The padding mask takes columns away, for "
            "every query: no weight is left on the last two keys. Together with the causal mask "
            "it is what a decoder uses. The rows of padded queries are computed all the same; "
            "their results are left out of the loss.",
            "4語の文を6語の長さに埋めたもの。パディングマスクは、すべてのクエリに対して列を消す。"
            "最後の2つのキーに重みは残らない。因果マスクと合わせたものをデコーダが使う。"
            "パディングのクエリの行も計算はされ、その結果は損失から除く。",
        ),
        Text(
            "Three 6×6 maps: full, four columns, a lower triangle of four columns.",
            "3つの 6×6 の図。全体、4列、4列の下三角。",
        ),
    )


def draw_positional_encoding(concept: Concept) -> Drawing:
    """Draw the table, and how alike two positions are by how far apart they are."""
    T, d, cell = 20, 16, 9
    P = positional_encoding(T, d)
    sheet = Sheet(40 + T * cell + 44)
    title = Text("P: −1 light, 1 dark", "P:−1 淡、1 濃")
    sheet.grid(24, 36, P, cell, strength(np.round((P + 1) * 3) / 6), None, title)
    sheet.text(24, 36 + T * cell + 14, Text("entry →", "成分 →"), 9.5, QUIET)
    alike = P @ P.T / (d / 2)
    sheet.grid(
        204,
        36,
        alike,
        cell,
        strength(np.round(np.clip(alike, 0, 1) * 6) / 6),
        None,
        Text("P[s] · P[t]: how alike", "P[s]・P[t]:近さ"),
    )
    sheet.text(204, 36 + T * cell + 14, Text("position t →", "位置 t →"), 9.5, QUIET)
    rows = Text("rows: positions, from the top", "行:位置(上から順)")
    sheet.text(24, 36 + T * cell + 32, rows, 9.5, QUIET)
    return Drawing(
        sheet,
        Text(
            "Left the encoding of 20 positions, 16 entries each: fast waves on the left, slow ones "
            "on the right, sine and cosine by turns. Right the products of any two positions: they "
            "depend on the distance alone, and are the largest between neighbours.",
            "左は 20 の位置のエンコーディング(各 16 成分)。左の列ほど速く、右の列ほど遅い波で、"
            "サインとコサインが交互に並ぶ。右は2つの位置の内積で、隔たりだけで決まり、"
            "近いほど大きい。",
        ),
        Text(
            "A 20×16 map of waves, and a 20×20 map that is dark along its diagonal.",
            "波の 20×16 の図と、対角線に沿って濃い 20×20 の図。",
        ),
    )


def draw_multi_head_attention(concept: Concept) -> Drawing:
    """Draw the weights of three heads on the same sequence."""
    layer = MultiHeadAttention(12, 3, seed=8)
    for name in ("W_q", "W_k"):
        layer.params[name] *= 2
    x = np.random.default_rng(2).standard_normal((1, 6, 12))
    layer.forward(x)
    heads = layer.attention.weights[0]
    sheet = _maps([(Text(f"head {k + 1}", f"ヘッド {k + 1}"), heads[k]) for k in range(3)])
    return Drawing(
        sheet,
        Text(
            "The same sequence of six positions, seen by three heads with projections of their "
            "own: each of them distributes its weights in another way.",
            "同じ6つの位置の系列を、それぞれの線形変換を持つ3つのヘッドが見た様子。"
            "重みの配分がヘッドごとに異なる。",
        ),
        Text(
            "Three 6×6 maps whose dark cells stand in different places.",
            "濃いセルの位置がそれぞれ異なる、3つの 6×6 の図。",
        ),
    )


SOURCE = Text("state of the encoder j →", "エンコーダの状態 j →")


def _taught_to_reverse(layer: AdditiveAttention | DotProductAttention, steps: int) -> np.ndarray:
    """Return the weights after so many steps towards taking the source from its end."""
    states = positional_encoding(6, 8, base=30.0)[None]
    for step in range(steps + 1):
        y = layer.forward(states, states)
        if step < steps:
            layer.backward(y - states[:, ::-1])
            for name, gradient in layer.grads.items():
                layer.params[name] -= 0.5 * gradient
    return layer.weights[0]


def _alignments(maps: list[tuple[Text | str, np.ndarray]]) -> Sheet:
    return _maps(maps, Text("rows: state of the decoder i", "行:デコーダの状態 i"), SOURCE)


def draw_additive_attention(concept: Concept) -> Drawing:
    """Draw how the weights find the order while a layer is trained."""
    maps: list[tuple[Text | str, np.ndarray]] = []
    for steps in (0, 20, 200):
        layer = AdditiveAttention(8, 8, 12, seed=3)
        title = Text(f"{steps} steps", f"{steps} ステップ")
        maps.append((title, _taught_to_reverse(layer, steps)))
    return Drawing(
        _alignments(maps),
        Text(
            "A layer that is to read a source from its end, before and during the training. At "
            "first the weights are nearly equal; nobody tells it where to look, but what it is "
            "to give leads it to the right states.",
            "入力系列を後ろから読ませる学習の、前と途中。初めは重みがほぼ等しい。どこに注目すべきかは"
            "教えられないが、出すべき結果から、正しい状態に注目するようになる。",
        ),
        Text(
            "Three 6×6 maps: even, then a blurred and a clear diagonal from the top right.",
            "3つの 6×6 の図。一様なもの、ぼやけた対角線、右上からのはっきりした対角線。",
        ),
    )


def draw_dot_product_attention(concept: Concept) -> Drawing:
    """Draw plain products, which know nothing but likeness, beside scores that were trained."""
    maps: list[tuple[Text | str, np.ndarray]] = [
        ("dot", _taught_to_reverse(DotProductAttention(), 0)),
        (Text("general, trained", "general、学習後"), _taught_to_reverse(_general(), 200)),
        (Text("concat, trained", "concat、学習後"), _taught_to_reverse(_concat(), 200)),
    ]
    return Drawing(
        _alignments(maps),
        Text(
            "Decoder and encoder hold the same six states, and the source is to be read from its "
            "end. Plain products find what is alike, the diagonal, and have nothing to learn; "
            "with W between, or with both joined and passed through tanh, it is learned what "
            "belongs together.",
            "デコーダとエンコーダが同じ6つの状態を持ち、入力系列を後ろから読ませる。内積だけでは"
            "似たもの同士、つまり対角線に注目し、学習する余地がない。間に W を挟むか、両者を"
            "つないで tanh を通せば、何と何が対応するかを学習できる。",
        ),
        Text(
            "Three 6×6 maps: a diagonal, and twice a diagonal from the top right.",
            "3つの 6×6 の図。対角線が1つと、右上からの対角線が2つ。",
        ),
    )


def draw_attention_seq2seq(concept: Concept) -> Drawing:
    """Draw where a model looks that was trained to say what it read from its end."""
    model, optimizer = AttentionSeq2Seq(9, 8, 24, "general", seed=1), Adam(0.02)
    rng = np.random.default_rng(1)
    maps: list[tuple[Text | str, np.ndarray]] = []
    for step in range(201):
        x = rng.integers(1, 9, (32, 7))
        t = np.concatenate([np.zeros((32, 1), dtype=int), x[:, ::-1]], axis=1)
        model.forward(x, t)
        if step in (0, 60, 200):
            name = Text(f"after {step} steps", f"{step}ステップ後")
            maps.append((name, model.attention.weights[0]))
        model.backward()
        optimizer.update(model.params, model.grads)
    return Drawing(
        _alignments(maps),
        Text(
            "A sequence of seven words is to be said from its end. Nobody tells the weights where "
            "to look: they follow from the words alone. In the end each step of the decoder looks "
            "at the word that comes next, the first one at the last.",
            "7語の系列を後ろから言わせる。どこを見るかは教えていないが、出すべき単語だけから"
            "重みが決まる。学習後のデコーダは、毎時刻、次に出す単語を見る"
            "(最初の時刻には最後の単語)。",
        ),
        Text(
            "Three 7×7 maps: even, then a blurred and a clear diagonal from the top right.",
            "3つの 7×7 の図。一様なもの、ぼやけた対角線、右上からのはっきりした対角線。",
        ),
    )


def _general() -> DotProductAttention:
    return DotProductAttention("general", 8, 8, seed=3)


def _concat() -> DotProductAttention:
    return DotProductAttention("concat", 8, 8, 16, seed=3)


FIGURES = {
    "scaled_dot_product_attention": draw_scaled_dot_product_attention,
    "causal_mask": draw_causal_mask,
    "padding_mask": draw_padding_mask,
    "positional_encoding": draw_positional_encoding,
    "multi_head_attention": draw_multi_head_attention,
    "additive_attention": draw_additive_attention,
    "dot_product_attention": draw_dot_product_attention,
    "attention_seq2seq": draw_attention_seq2seq,
}
