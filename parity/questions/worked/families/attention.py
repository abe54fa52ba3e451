"""Attention and the Transformer's parts, by hand."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import Draws, Problem, Wrong, listed, ours, worked


@worked("attention_output", items=("3-6-1",), concepts=("scaled_dot_product_attention",))
def _attention_output(d: Draws) -> Problem:
    k, v = d.pick(3, 4, 7, 9), d.several(2, 0, 4, 8, 10, 20)
    width = 4
    q = np.array([[[1.0, 0, 0, 0]]])
    K = np.array([[[np.sqrt(width) * np.log(k), 0, 0, 0], [0, 1.0, 0, 0]]])
    V = np.array(v, float).reshape(1, 2, 1)
    right = float(ours("scaled_dot_product_attention")().forward(q, K, V)[0, 0, 0])
    raw = width**0.5 * np.log(k)
    return Problem(
        Text(
            f"A query has the products q·k = 2 ln {k} and 0 with two keys of width d = {width}; the values are "
            f"{listed(v)}. What does scaled dot-product attention give? (exp(ln a) = a)",
            f"次元 d = {width} のクエリと2つのキーの内積が 2 ln {k} と 0、値が {listed(v)} である。"
            "Scaled Dot-Product Attention の出力はいくらか。(exp(ln a) = a)",
        ),
        right,
        Text(
            f"Divided by √d = 2 the scores are ln {k} and 0, the weights {k}/{k + 1} and 1/{k + 1}.",
            f"√d = 2 で割るとスコアは ln {k} と 0、重みは {k}/{k + 1} と 1/{k + 1} になる。",
        ),
        (
            Wrong((k * k * v[0] + v[1]) / (k * k + 1), Text("Not divided by √d.", "√d で割っていない。")),
            Wrong((np.exp(raw / width) * v[0] + v[1]) / (np.exp(raw / width) + 1), Text("Divided by d, not by its root.", "√d ではなく d で割っている。")),
            Wrong((v[0] + k * v[1]) / (k + 1), Text("The weights are exchanged.", "重みを取り違えている。")),
            Wrong(sum(v) / 2, Text("A plain mean of the values.", "値の単純平均である。")),
            Wrong(v[0] if v[0] else v[1], Text("The key with the largest score takes all.", "スコアが最大のキーの値だけを使っている。")),
            Wrong(k * v[0] + v[1], Text("The weights are not divided by their sum.", "重みを和で割っていない。")),
        ),
        places=2,
    )  # fmt: skip


@worked("multi_head_parameters", items=("3-6-1",), concepts=("multi_head_attention",))
def _multi_head_parameters(d: Draws) -> Problem:
    width, heads = d.pick((64, 4), (128, 8), (512, 8), (256, 4), (96, 6))
    right = 4 * width * width + 4 * width
    layer = ours("multi_head_attention")(width, heads)
    assert right == sum(p.size for p in layer.params.values())
    return Problem(
        Text(
            f"Multi-head attention with a model width of {width} and {heads} heads, each of width {width // heads}, "
            "has projections of queries, keys and values and one of the output, all with biases. How many parameters?",
            f"モデルの次元 {width}、ヘッド数 {heads}(各ヘッドの次元 {width // heads})の Multi-Head Attention がある。"
            "クエリ・キー・値の射影と出力の射影は、どれもバイアスをもつ。パラメータ数はいくつか。",
        ),
        right,
        Text(
            f"Four matrices of {width}×{width} and four biases: heads only divide the columns.",
            f"{width}×{width} の行列が4つとバイアスが4つである。ヘッドは列を分けるだけで、数は変わらない。",
        ),
        (
            Wrong(4 * width * width, Text("The biases are left out.", "バイアスを数えていない。")),
            Wrong(3 * (width * width + width), Text("The output's projection is left out.", "出力の射影を数えていない。")),
            Wrong(heads * (4 * width * width + 4 * width), Text("Each head is given whole matrices.", "ヘッドごとに行列全体を数えている。")),
            Wrong(4 * (width * width // heads + width // heads), Text("Only one head is counted.", "1ヘッド分しか数えていない。")),
            Wrong(width * width + width, Text("One projection only.", "射影を1つしか数えていない。")),
        ),
    )  # fmt: skip


@worked("scores_shape", items=("3-6-1",), concepts=("multi_head_attention",))
def _scores_shape(d: Draws) -> Problem:
    n, heads, width = d.pick(2, 8, 16), d.pick(4, 8), d.pick(64, 128)
    source, target = d.pick((10, 7), (12, 9), (20, 15))
    return Problem(
        Text(
            f"In a decoder's source-target attention, the encoder gave ({n}, {source}, {width}) and the decoder has "
            f"({n}, {target}, {width}). With {heads} heads, what is the shape of the attention weights (batch, head, "
            "query, key)?",
            f"デコーダの Source Target Attention で、エンコーダの出力が ({n}, {source}, {width})、デコーダ側が "
            f"({n}, {target}, {width})、ヘッド数は {heads} である。注意の重み(バッチ、ヘッド、クエリ、キー)の形状は"
            "どれか。",
        ),
        f"({n}, {heads}, {target}, {source})",
        Text(
            "Queries come from the decoder, keys and values from the encoder.",
            "クエリはデコーダから、キーと値はエンコーダから作る。",
        ),
        (
            Wrong(f"({n}, {heads}, {source}, {target})", Text("Queries and keys are exchanged.", "クエリとキーを取り違えている。")),
            Wrong(f"({n}, {heads}, {target}, {target})", Text("That is the decoder's self-attention.", "デコーダの Self-Attention の形状である。")),
            Wrong(f"({n}, {heads}, {source}, {source})", Text("That is the encoder's self-attention.", "エンコーダの Self-Attention の形状である。")),
            Wrong(f"({n}, {heads}, {target}, {width // heads})", Text("That is the output of the heads, not the weights.", "重みではなく、各ヘッドの出力の形状である。")),
        ),
    )  # fmt: skip


@worked("masked_scores", items=("3-6-1",), concepts=("causal_mask",))
def _masked_scores(d: Draws) -> Problem:
    t = d.pick(5, 6, 8, 10)
    right = t * (t - 1) // 2
    return Problem(
        Text(
            f"A causal mask is laid over the scores of a sequence of {t} words. How many of the {t * t} scores are "
            "set to −∞?",
            f"長さ {t} の系列のスコアに因果マスクをかける。{t * t} 個のスコアのうち、−∞ とするものはいくつか。",
        ),
        right,
        Text(
            f"Query i sees keys 1 to i: above the diagonal lie {t}·{t - 1}/2.",
            f"クエリ i はキー 1〜i を見る。対角より右上の {t}·{t - 1}/2 個である。",
        ),
        (
            Wrong(t * (t + 1) // 2, Text("The diagonal is hidden too: a word could not see itself.", "対角も隠している。自分自身を見られなくなる。")),
            Wrong(t * t - t, Text("Everything but the diagonal is hidden.", "対角以外をすべて隠している。")),
            Wrong(t - 1, Text("Counted in the first row only.", "1行目の分しか数えていない。")),
            Wrong(t * t // 2, Text("Half of them; the diagonal stays seen.", "半分としている。対角は見える側に残る。")),
            Wrong((t - 1) * (t - 2) // 2, Text("One diagonal too few is hidden: the next word would be seen.", "隠す対角が1本足りず、次の単語が見えてしまう。")),
        ),
    )  # fmt: skip


@worked("number_of_patches", items=("4-1-2",), concepts=("patch_embedding",))
def _number_of_patches(d: Draws) -> Problem:
    size, patch = d.pick((224, 16), (32, 4), (28, 7), (96, 8), (64, 16))
    grid = size // patch
    return Problem(
        Text(
            f"A Vision Transformer cuts images of {size}×{size} into patches of {patch}×{patch} and puts a CLS token in "
            "front. How long is the sequence that enters the encoder?",
            f"Vision Transformer が {size}×{size} の画像を {patch}×{patch} のパッチに分け、先頭に CLS トークンを加える。"
            "エンコーダに入る系列の長さはいくつか。",
        ),
        grid * grid + 1,
        Text(f"{grid}·{grid} patches and the CLS token.", f"{grid}·{grid} 個のパッチと CLS トークンである。"),
        (
            Wrong(grid * grid, Text("The CLS token is left out.", "CLS トークンを数えていない。")),
            Wrong(grid + 1, Text("Counted along one side only.", "縦か横の一方しか数えていない。")),
            Wrong(patch * patch + 1, Text("That is the number of pixels of a patch, and one.", "パッチの画素数を数えている。")),
            Wrong((size - patch + 1) ** 2 + 1, Text("The patches would overlap, with stride 1.", "ストライド 1 で重なるパッチを数えている。")),
            Wrong(3 * grid * grid + 1, Text("Each colour is counted as a patch of its own.", "色ごとに別のパッチと数えている。")),
        ),
    )  # fmt: skip


@worked("sinusoidal_position", items=("3-6-1",), concepts=("positional_encoding",))
def _sinusoidal_position(d: Draws) -> Problem:
    width, place = d.pick(4, 8), 0
    row = ours("positional_encoding")(3, width)[place]
    return Problem(
        Text(
            f"Sinusoidal positional encoding of width {width}, sine in the even places (from 0) and cosine in the odd "
            "ones: what is the vector of position 0?",
            f"次元 {width} の正弦波による位置エンコーディング(0 から数えて偶数番目が sin、奇数番目が cos)で、位置 0 の"
            "ベクトルはどれか。",
        ),
        f"({listed([float(x) for x in row])})",
        Text("sin 0 = 0 and cos 0 = 1, whatever the wavelength.", "波長によらず sin 0 = 0、cos 0 = 1 である。"),
        (
            Wrong(f"({listed([0] * width)})", Text("The cosine of 0 is 1.", "0 の cos は 1 である。")),
            Wrong(f"({listed([1, 0] * (width // 2))})", Text("Sine and cosine are exchanged.", "sin と cos を取り違えている。")),
            Wrong(f"({listed([0] * (width // 2) + [1] * (width // 2))})", Text("Sines first, cosines behind them; here they alternate.", "sin を前半、cos を後半に並べている。ここでは交互に並ぶ。")),
            Wrong(f"({listed([1] * width)})", Text("The sine of 0 is 0.", "0 の sin は 0 である。")),
        ),
    )  # fmt: skip
