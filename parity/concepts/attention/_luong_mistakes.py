"""What people get wrong in Luong's attention."""

from __future__ import annotations

from parity.concepts.attention import _masks as masks
from parity.concepts.attention import _seq2seq as seq2seq
from parity.describing.concept import Mistake, Text

MISTAKES = (
    Mistake(
        name="softmax_over_queries",
        ja="クエリ方向にソフトマックスをとる",
        line="self.weights = masked_softmax(hidden(scores, mask), axis=-1)",
        wrong="self.weights = masked_softmax(hidden(scores, mask), axis=-2)",
        why=masks.SOFTMAX_OVER_QUERIES,
    ),
    Mistake(
        name="scaled",
        ja="縮尺を掛ける",
        line="return self.mapped @ K.swapaxes(1, 2)",
        wrong="return self.mapped @ K.swapaxes(1, 2) / np.sqrt(K.shape[2])",
        why=Text(
            "That is the Transformer's attention; Luong's products are taken as they are.",
            "それは Transformer の注意機構である。Luong の内積は、そのまま使う。",
        ),
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
    Mistake(
        name="keys_without_gradient",
        ja="キーに勾配がない",
        line="return (dQ, dK + dV) if self.without_V else (dQ, dK, dV)",
        wrong="return (dQ, dV) if self.without_V else (dQ, dK, dV)",
        why=seq2seq.VALUES_WITHOUT_GRADIENT,
    ),
    Mistake(
        name="tanh_forgotten",
        ja="tanh を忘れる",
        line="self.h = np.tanh((Q @ W_q)[:, :, None] + (K @ W_k)[:, None])",
        wrong="self.h = (Q @ W_q)[:, :, None] + (K @ W_k)[:, None]",
        why=seq2seq.TANH_FORGOTTEN,
    ),
    Mistake(
        name="keys_before_queries",
        ja="キーとクエリの順序が逆",
        line='W_q, W_k = np.split(self.params["W"], [Q.shape[2]])',
        wrong='W_k, W_q = np.split(self.params["W"], [K.shape[2]])',
        why=Text(
            "The vector begins with the query and ends with the key; W's rows stand in this order.",
            "つないだベクトルは、クエリ、キーの順である。W の行もこの順に並ぶ。",
        ),
    ),
    Mistake(
        name="blocks_of_W_exchanged",
        ja="W の 2 つのブロックを取り違える",
        line='self.grads["W"] = np.concatenate([dW_q, dW_k])',
        wrong='self.grads["W"] = np.concatenate([dW_k, dW_q])',
        why=Text(
            "The gradient stands as W does: the rows of the query first.",
            "勾配の行の並びは W と同じで、クエリの行が先である。",
        ),
    ),
    Mistake(
        name="slope_of_tanh_forgotten",
        ja="tanh の傾きを忘れる",
        line='da = dscores[..., None] * self.params["v"][:, 0] * (1 - self.h**2)',
        wrong='da = dscores[..., None] * self.params["v"][:, 0] * np.ones_like(self.h)',
        why=seq2seq.SLOPE_OF_TANH_FORGOTTEN,
    ),
    Mistake(
        name="way_through_W_forgotten",
        ja="W を通る経路を忘れる",
        line='self.grads["W"] = np.einsum("nid,nij->dj", Q, dQ)',
        wrong='self.grads["W"] = np.einsum("nid,nij->dj", Q, self.mapped)',
        why=Text(
            "W stood between the query and the scores: its gradient needs theirs.",
            "W はクエリとスコアの間にある。その勾配には、スコアから来る勾配が要る。",
        ),
    ),
)
