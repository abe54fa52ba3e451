"""Dot-product attention."""

from __future__ import annotations

import numpy as np

from parity.concepts.attention import _masks as masks
from parity.concepts.attention import _seq2seq as seq2seq
from parity.concepts.attention._luong_derivation import DERIVATION
from parity.concepts.attention._luong_mistakes import MISTAKES
from parity.concepts.attention._sources import LUONG
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Text,
    Weight,
)
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str,
    sizes: tuple[int, int, int],
    d: int,
    d_v: int = 0,
    mask: Draw | None = None,
) -> Case:
    """Return a case of plain products."""
    return seq2seq.case(name, sizes, (d, d), d_v=d_v, mask=mask)


def _general(
    name: str,
    sizes: tuple[int, int, int],
    d: tuple[int, int],
    d_v: int = 0,
    mask: Draw | None = None,
) -> Case:
    """Return a case with W between."""
    params = {"W": normal(*d, scale=0.5)}
    config = {"score": "general", "n_query": d[0], "n_key": d[1]}
    return seq2seq.case(name, sizes, d, params, d_v, mask, **config)


def _concat(
    name: str,
    sizes: tuple[int, int, int],
    d: tuple[int, int, int],
    d_v: int = 0,
    mask: Draw | None = None,
    scale: float = 0.5,
) -> Case:
    """Return a case of d = (n_query, n_key, n_units), joined and passed through tanh."""
    n_query, n_key, n_units = d
    params = {"W": normal(n_query + n_key, n_units, scale=scale), "v": normal(n_units, 1)}
    config = {"score": "concat", "n_query": n_query, "n_key": n_key, "n_units": n_units}
    return seq2seq.case(name, sizes, (n_query, n_key), params, d_v, mask, **config)


def _stacked(of: Implementations, a: Arrays) -> Arrays:
    """Return what additive attention gives whose matrices are the two blocks of W."""
    attention = of("additive_attention")(4, 3, 5)
    W_q, W_k = np.split(a["W"], [4])
    attention.params.update(W_q=W_q, W_k=W_k, v=a["v"])
    y = attention.forward(a["Q"], a["K"])
    dQ, dK = attention.backward(a["dy"])
    dW = np.concatenate([attention.grads["W_q"], attention.grads["W_k"]])
    return {"y": y, "dQ": dQ, "dK": dK, "dW": dW, "dv": attention.grads["v"]}


def _with_a_scale_of_1(of: Implementations, a: Arrays) -> Arrays:
    attention = of("scaled_dot_product_attention")(scale=1.0)
    y = attention.forward(a["Q"], a["K"], a["V"])
    dQ, dK, dV = attention.backward(a["dy"])
    return {"y": y, "dQ": dQ, "dK": dK, "dV": dV}


DotProductAttention = Concept(
    kind="layer",
    name="dot_product_attention",
    order=7,
    syllabus=("3-5-3",),
    needs=("additive_attention",),
    title=Text("Dot-product attention (Luong)", "内積注意(Luong の Attention)"),
    summary=Text(
        "A decoder's state is compared with every state of the encoder: by a product (dot), with a "
        "matrix between (general), or joined and passed through tanh (concat). It takes their "
        "mean, weighted by the softmax of the scores.",
        "デコーダの状態をエンコーダの各状態と照合する。内積(dot)、間に行列を挟む内積(general)、"
        "つないで tanh を通すもの(concat)がある。スコアのソフトマックスを重みとして、"
        "エンコーダの状態の加重平均を取る。",
    ),
    why=Text(
        "Additive attention runs a small network for every pair of a query and a key. A product "
        "needs no parameters at all, and all products together are one multiplication of "
        "matrices. With W between, queries and keys may have different lengths, and what agrees "
        "is learned. Luong compared both with concat, which is additive attention with its two "
        "matrices in one. Scaled by the root of the length, the product became the attention of "
        "Transformers.",
        "加法注意は、クエリとキーの組ごとに小さなネットワークを計算する。内積ならパラメータが"
        "要らず、全部の内積を1回の行列積で計算できる。間に W を挟めば、クエリとキーの長さが"
        "異なってもよく、何を似ているとみなすかも学習できる。Luong はこの2つを concat とも"
        "比べた。concat は、加法注意の2つの行列を1つにまとめたものである。内積を長さの平方根で"
        "割ったものが、Transformer の注意機構である。",
    ),
    equation="scores = Q K^T, or Q W K^T, or v · tanh((Q_i, K_j) W); y = softmax(scores) V",
    formula=(
        r"e = Q K^\top \quad \text{or} \quad e = Q W K^\top \quad \text{or} \quad e_{ij} = h_{ij} "
        r"v, \quad h_{ij} = \tanh([Q_i, K_j] W)",
        r"A = \operatorname{softmax}(e), \quad y = A V",
        r"\frac{\partial L}{\partial Q} = \frac{\partial L}{\partial e} K W^\top, \quad "
        r"\frac{\partial L}{\partial K} = \left( \frac{\partial L}{\partial e} \right)^\top Q W",
        r"\frac{\partial L}{\partial W} = Q^\top \frac{\partial L}{\partial e} K",
    ),
    derivation=DERIVATION,
    shapes={
        "Q": "(N, T_q, n_query) or (N, n_query)",
        "K": "(N, T_k, n_key)",
        "V": "(N, T_k, d_v)",
        "mask": "(N, T_k)",
        "W": "(n_query, n_key), concat (n_query + n_key, n_units)",
        "v": "(n_units, 1)",
        "y": "(N, T_q, d_v) or (N, d_v)",
    },
    sources=(f"{LUONG}, section 3.1",),
    weights={
        "W": Weight("map.weight", "map.kernel", torch_layout="out_in"),
        "v": Weight("v.weight", "v.kernel", torch_layout="out_in"),
    },
    cases=(
        _case("one_query", (3, 0, 5), 4),
        _case("queries", (2, 3, 5), 4),
        _case("values", (2, 3, 4), 5, d_v=7),
        _case("one_query_values", (3, 0, 4), 5, d_v=1),
        _case("mask", (3, 2, 5), 4, mask=seq2seq.lengths(5, 4, 2, 3)),
        _case("one_query_mask", (4, 0, 3), 5, mask=seq2seq.lengths(3, 1, 2, 2, 1)),
        _general("general", (2, 3, 5), (4, 6)),
        _general("general_one_query", (3, 0, 5), (4, 2)),
        _general("general_values", (2, 4, 3), (6, 5), d_v=7),
        _general("general_mask", (3, 2, 5), (4, 6), mask=seq2seq.lengths(5, 2, 4, 1)),
        _concat("concat", (2, 3, 5), (4, 6, 7)),
        _concat("concat_one_query", (3, 0, 5), (4, 2, 5)),
        _concat("concat_values", (2, 4, 3), (6, 5, 2), d_v=7),
        _concat("concat_mask", (3, 2, 5), (4, 6, 7), mask=seq2seq.lengths(5, 2, 4, 1)),
        _concat("concat_one_query_mask", (3, 0, 5), (2, 4, 5), mask=seq2seq.lengths(5, 3, 1, 4)),
        _concat("concat_one_unit", (2, 3, 4), (5, 6, 1)),
        _concat("concat_equal_lengths", (2, 3, 4), (5, 5, 6)),
        _concat("concat_saturated", (2, 0, 4), (3, 5, 6), scale=2.0),
        _case("one_example", (1, 3, 4), 2),
        _case("one_feature", (2, 3, 4), 1, d_v=5),
    ),
    defaults=(
        Default("score", "dot", keras=("keras.layers.Attention", "score_mode", "dot")),
        Default("n_query", None),
        Default("n_key", None),
        Default("n_units", None),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="scaled_by_default",
            ja="既定で縮尺が掛かる",
            summary=Text(
                "Luong's products, and those of Keras' layer Attention, are not scaled; PyTorch's "
                "scaled_dot_product_attention divides them by the root of their length.",
                "Luong の内積と Keras の Attention 層の内積は、スケーリングしない。PyTorch の "
                "scaled_dot_product_attention は、長さの平方根で割る。",
            ),
            reconciled=Text("PyTorch: scale=1.0.", "PyTorch では scale=1.0 とする。"),
            source="torch.nn.functional.scaled_dot_product_attention: scale_factor = 1 / "
            "math.sqrt(query.size(-1)) if scale is None else scale",
            case="queries",
            native={
                "numpy": {},
                "torch": {"callable": "torch_impl.attention.dot_product_attention._Scaled"},
            },
            quantity="y",
        ),
        Divergence(
            name="concat_of_keras_adds",
            ja="Keras の concat は和をとる",
            summary=Text(
                'Keras\' Attention has score_mode="concat", but neither joins nor maps: it takes '
                "a number times the sum of tanh(q + k).",
                'Keras の Attention にも score_mode="concat" があるが、つなぎもせず、行列も'
                "掛けない。tanh(q + k) の和に1つの数を掛けるだけである。",
            ),
            reconciled=Text(
                "Two dense layers and tanh on the joined vectors, before the softmax.",
                "つないだベクトルに全結合層を2つと tanh を適用してから、ソフトマックスを取る。",
            ),
            source="keras/src/layers/attention/attention.py: concat_score_weight * "
            "sum(tanh(q_reshaped + k_reshaped), axis=-1)",
            case="concat_equal_lengths",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.attention.dot_product_attention._ConcatOfKeras",
                    "score": "concat",
                    "n_query": 5,
                    "n_key": 5,
                    "n_units": 6,
                },
            },
            quantity="y",
        ),
    ),
    conventions=(
        Convention("mask_blocks", masks.MASK_BLOCKS, like="mask_inverted"),
        Convention(
            "general",
            Text("The score is general: Q W K^T.", "スコアは general(Q W K^T)である。"),
            config={"score": "general"},
        ),
        Convention(
            "concat",
            Text(
                "The score is concat: v · tanh((Q_i, K_j) W).",
                "スコアは concat(v · tanh((Q_i, K_j) W))である。",
            ),
            config={"score": "concat"},
        ),
    ),
    also_called=(
        "luong_attention",
        "luong",
        "general_attention",
        "multiplicative_attention",
        "time_attention",
        "dot_attention",
    ),
    siblings=("scaled_dot_product_attention",),
    identities=(
        Identity(
            sibling="scaled_dot_product_attention",
            text=Text(
                "It is scaled dot-product attention with a scale of 1.",
                "スケールを 1 にした Scaled Dot-Product Attention と同じである。",
            ),
            case=_case("a_scale_of_1", (2, 3, 4), 5, d_v=6),
            left=evaluated("dot_product_attention"),
            right=_with_a_scale_of_1,
        ),
        Identity(
            sibling="additive_attention",
            text=Text(
                "With concat it is additive attention, whose two matrices stand one above the "
                "other in W.",
                "concat は、加法注意の2つの行列を上下に並べて W としたものと同じである。",
            ),
            case=_concat("two_blocks", (2, 3, 6), (4, 3, 5)),
            left=evaluated("dot_product_attention"),
            right=_stacked,
        ),
    ),
    mistakes=MISTAKES,
)
