"""Additive attention."""

from __future__ import annotations

import numpy as np

from parity.concepts.attention import _masks as masks
from parity.concepts.attention import _seq2seq as seq2seq
from parity.concepts.attention._sources import BAHDANAU
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
    Weight,
)
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal
from parity.describing.identity import Arrays, Identity, Implementations


def _case(
    name: str,
    sizes: tuple[int, int, int],
    d: tuple[int, int, int],
    d_v: int = 0,
    mask: Draw | None = None,
    scale: float = 0.5,
) -> Case:
    """Return a case of sizes = (N, T_q, T_k) and d = (n_query, n_key, n_units)."""
    n_query, n_key, n_units = d
    params = {
        "W_q": normal(n_query, n_units, scale=scale),
        "W_k": normal(n_key, n_units, scale=scale),
        "v": normal(n_units, 1),
    }
    config = {"n_query": n_query, "n_key": n_key, "n_units": n_units}
    return seq2seq.case(name, sizes, (n_query, n_key), params, d_v, mask, **config)


def _attention(of: Implementations, a: Arrays) -> Arrays:
    layer = of("additive_attention")(4, 3, 5)
    layer.params.update({name: a[name] for name in layer.params})
    return {"y": layer.forward(a["Q"], a["K"])}


def _by_parts(of: Implementations, a: Arrays) -> Arrays:
    """Return the same of dense layers, tanh and softmax, a query and a key at a time."""
    (N, T_q, _), T_k = a["Q"].shape, a["K"].shape[1]
    score = of("dense")(5, 1, use_bias=False)
    score.params["W"] = a["v"]
    e = np.empty((N, T_q, T_k))
    for i, j in np.ndindex(T_q, T_k):
        both = a["Q"][:, i] @ a["W_q"] + a["K"][:, j] @ a["W_k"]
        e[:, i, j] = score.forward(of("tanh")().forward(both))[:, 0]
    return {"y": of("softmax")().forward(e) @ a["K"]}


AdditiveAttention = Concept(
    kind="layer",
    name="additive_attention",
    order=6,
    syllabus=("3-5-3",),
    needs=("softmax", "tanh", "lstm"),
    title=Text("Additive attention (Bahdanau)", "加法注意(Bahdanau の Attention)"),
    summary=Text(
        "A decoder's state is compared with every state of the encoder by a small network; it "
        "takes their mean, weighted by the softmax of the scores.",
        "デコーダの状態をエンコーダの各状態と小さなネットワークで照合し、スコアのソフトマックスを"
        "重みとして、エンコーダの状態の加重平均を取る。",
    ),
    why=Text(
        "A plain Seq2Seq squeezes the whole source into the encoder's last state, however long it "
        "is. With attention the decoder keeps all states of the encoder at hand, and at each step "
        "takes those that matter for the next word: the vector that it gets has a fixed length, "
        "but is another one at each step. Added and passed through tanh, queries and keys may "
        "have different lengths.",
        "素朴な Seq2Seq は、入力文がどれほど長くても、全体をエンコーダの最後の状態に押し込める。"
        "注意機構があれば、デコーダはエンコーダの全状態を手元に置き、ステップごとに、次の単語に"
        "必要なものを取り出せる。受け取るベクトルの長さは一定だが、中身はステップごとに変わる。"
        "足してから tanh を通すので、クエリとキーの長さが異なっていてもよい。",
    ),
    equation="scores_ij = v · tanh(Q_i W_q + K_j W_k); y = softmax(scores) V",
    formula=(
        r"h_{ij} = \tanh(Q_i W_q + K_j W_k), \quad e_{ij} = h_{ij} v",
        r"A = \operatorname{softmax}(e), \quad y = A V",
        r"\frac{\partial L}{\partial a_{ij}} = \frac{\partial L}{\partial e_{ij}} v^\top \odot "
        r"(1 - h_{ij}^2)",
        r"\frac{\partial L}{\partial Q_i} = \sum_j \frac{\partial L}{\partial a_{ij}} W_q^\top, "
        r"\quad \frac{\partial L}{\partial K_j} = \sum_i \frac{\partial L}{\partial a_{ij}} "
        r"W_k^\top",
    ),
    derivation=(
        seq2seq.OF_THE_MEAN,
        Step(
            heading=Text(
                "Each score goes back through v and tanh",
                "各スコアを、v と tanh を通して逆にたどる",
            ),
            text=Text(
                "Every pair of a query and a key has a vector h of its own; a is what stands in "
                "tanh. v is shared by all pairs, so its gradient is a sum over them.",
                "クエリとキーの組ごとに、ベクトル h がある。tanh の中身を a とする。"
                "v はすべての組で共有されるので、その勾配は組についての和である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial a_{ij}} = \frac{\partial L}{\partial e_{ij}} v^\top "
                r"\odot (1 - h_{ij}^2), \quad \frac{\partial L}{\partial v} = \sum_{i,j} "
                r"\frac{\partial L}{\partial e_{ij}} h_{ij}^\top"
            ),
        ),
        Step(
            heading=Text(
                "A query met all keys, and a key all queries",
                "クエリはすべてのキーと、キーはすべてのクエリと組になった",
            ),
            text=Text(
                "Q_i W_q was added to every K_j W_k: what was broadcast forward is summed on the "
                "way back.",
                "Q_i W_q は、すべての K_j W_k に足された。順伝播でブロードキャストしたものは、"
                "逆伝播では和を取る。",
            ),
            equation=(
                r"\frac{\partial L}{\partial Q_i} = \sum_j \frac{\partial L}{\partial a_{ij}} "
                r"W_q^\top, \quad \frac{\partial L}{\partial W_q} = \sum_{i,j} Q_i^\top "
                r"\frac{\partial L}{\partial a_{ij}}"
            ),
        ),
        seq2seq.KEYS_TWICE,
    ),
    shapes={
        "Q": "(N, T_q, n_query) or (N, n_query)",
        "K": "(N, T_k, n_key)",
        "V": "(N, T_k, d_v)",
        "mask": "(N, T_k)",
        "W_q": "(n_query, n_units)",
        "W_k": "(n_key, n_units)",
        "v": "(n_units, 1)",
        "y": "(N, T_q, d_v) or (N, d_v)",
    },
    sources=(f"{BAHDANAU}, section 3.1 and appendix A.1.2",),
    weights={
        "W_q": Weight("q.weight", "q.kernel", torch_layout="out_in"),
        "W_k": Weight("k.weight", "k.kernel", torch_layout="out_in"),
        "v": Weight("v.weight", "attention.scale", "out_in", "flat"),
    },
    cases=(
        _case("one_query", (3, 0, 5), (4, 6, 2)),
        _case("queries", (2, 3, 5), (4, 6, 7)),
        _case("values", (2, 3, 4), (5, 6, 3), d_v=7),
        _case("one_query_values", (3, 0, 4), (2, 5, 6), d_v=1),
        _case("mask", (3, 2, 5), (4, 6, 7), mask=seq2seq.lengths(5, 4, 2, 3)),
        _case("one_query_mask", (4, 0, 3), (2, 5, 6), mask=seq2seq.lengths(3, 1, 2, 2, 1)),
        _case("mask_and_values", (2, 3, 5), (4, 6, 7), d_v=3, mask=seq2seq.lengths(5, 4, 2)),
        _case("one_unit", (2, 3, 4), (5, 6, 1)),
        _case("one_example", (1, 3, 4), (2, 5, 6)),
        _case("saturated", (2, 0, 4), (3, 5, 6), scale=2.0),
    ),
    defaults=(Default("initializer", None),),
    divergences=(
        Divergence(
            name="no_projections",
            ja="射影がない",
            summary=Text(
                "Keras' layer adds queries and keys as they are, v · tanh(q + k): W_q and W_k must "
                "stand in front of it, as dense layers.",
                "Keras の層は、クエリとキーをそのまま足す(v · tanh(q + k))。W_q と W_k は、"
                "全結合層として前に置かなければならない。",
            ),
            reconciled=Text(
                "Two dense layers without a bias before keras.layers.AdditiveAttention.",
                "keras.layers.AdditiveAttention の前に、バイアスのない全結合層を2つ置く。",
            ),
            source="keras/src/layers/attention/additive_attention.py: reduce_sum(scale * "
            "tanh(query + key), axis=-1)",
            case="one_unit",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.attention.additive_attention._WithoutProjections",
                    "n_query": 5,
                    "n_key": 6,
                    "n_units": 1,
                },
            },
            quantity="y",
        ),
    ),
    conventions=(Convention("mask_blocks", masks.MASK_BLOCKS, like="mask_inverted"),),
    also_called=("bahdanau_attention", "bahdanau", "mlp_attention", "concat_attention"),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "It is tanh between dense layers, for each query with each key, and a softmax.",
                "クエリとキーの組ごとに、全結合層で tanh を挟み、"
                "ソフトマックスを取ったものである。",
            ),
            case=_case("of_parts", (2, 3, 6), (4, 3, 5)),
            left=_attention,
            right=_by_parts,
        ),
    ),
    mistakes=(
        Mistake(
            name="tanh_forgotten",
            ja="tanh を忘れる",
            line="self.h = np.tanh((Q @ W_q)[:, :, None] + (K @ W_k)[:, None])",
            wrong="self.h = (Q @ W_q)[:, :, None] + (K @ W_k)[:, None]",
            why=seq2seq.TANH_FORGOTTEN,
        ),
        Mistake(
            name="subtracted",
            ja="足さずに引く",
            line="self.h = np.tanh((Q @ W_q)[:, :, None] + (K @ W_k)[:, None])",
            wrong="self.h = np.tanh((Q @ W_q)[:, :, None] - (K @ W_k)[:, None])",
            why=Text(
                "Query and key are added.",
                "クエリとキーは足す。",
            ),
        ),
        Mistake(
            name="v_forgotten",
            ja="v を忘れる",
            line="scores = (self.h @ v)[..., 0]",
            wrong="scores = self.h.sum(axis=-1)",
            why=Text(
                "v weighs the units; summed as they are, all count the same.",
                "v がユニットを重み付けする。そのまま足すと、すべてが同じ重みになる。",
            ),
        ),
        Mistake(
            name="softmax_over_queries",
            ja="クエリ方向にソフトマックスをとる",
            line="self.weights = masked_softmax(hidden(scores, mask), axis=-1)",
            wrong="self.weights = masked_softmax(hidden(scores, mask), axis=-2)",
            why=masks.SOFTMAX_OVER_QUERIES,
        ),
        Mistake(
            name="padding_attended_to",
            ja="パディングに注目する",
            line="self.weights = masked_softmax(hidden(scores, mask), axis=-1)",
            wrong="self.weights = masked_softmax(scores, axis=-1)",
            why=seq2seq.PADDING_ATTENDED_TO,
        ),
        Mistake(
            name="mask_inverted",
            ja="マスクが逆",
            line="self.weights = masked_softmax(hidden(scores, mask), axis=-1)",
            wrong="self.weights = masked_softmax(hidden(scores, None if mask is None else "
            "np.equal(mask, 0)), axis=-1)",
            why=seq2seq.MASK_INVERTED,
        ),
        Mistake(
            name="slope_of_tanh_forgotten",
            ja="tanh の傾きを忘れる",
            line="da = dscores[..., None] * v[:, 0] * (1 - self.h**2)  # (N, T_q, T_k, n_units)",
            wrong="da = dscores[..., None] * v[:, 0] * np.ones_like(self.h)",
            why=seq2seq.SLOPE_OF_TANH_FORGOTTEN,
        ),
        Mistake(
            name="softmax_diagonal_only",
            ja="ソフトマックスの微分が対角だけ",
            line="dscores = self.weights * (dweights - mean)  # as of softmax",
            wrong="dscores = self.weights * (1 - self.weights) * dweights",
            why=masks.DIAGONAL_ONLY,
        ),
        Mistake(
            name="values_without_gradient",
            ja="値に勾配がない",
            line="return (dQ, dK + dV) if self.without_V else (dQ, dK, dV)",
            wrong="return (dQ, dK) if self.without_V else (dQ, dK, dV)",
            why=seq2seq.VALUES_WITHOUT_GRADIENT,
        ),
    ),
)
