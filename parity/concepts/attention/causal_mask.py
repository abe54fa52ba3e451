"""The causal mask."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.attention import _masks as masks
from parity.concepts.attention._sources import VASWANI
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, **config: Any) -> Case:
    return Case(name, config=config, exact=("y",))


NUMBERS = np.arange(1.0, 26.0).reshape(5, 5)
"""What tells one place of the mask from another."""


def _mask(of: Implementations, a: Arrays) -> Arrays:
    return {"allowed": of("causal_mask")(5) * NUMBERS}


def _what_is_let_through(of: Implementations, a: Arrays) -> Arrays:
    """Return where causal attention has weights, for equal scores: those of row i are 1 / i."""
    attention = of("scaled_dot_product_attention")(causal=True)
    weights = attention.forward(np.zeros((5, 1)), np.zeros((5, 1)), np.eye(5))
    return {"allowed": weights * np.arange(1, 6)[:, None] * NUMBERS}


causal_mask = Concept(
    kind="function",
    order=2,
    syllabus=("3-6-1",),
    needs=("scaled_dot_product_attention",),
    title=Text("Causal mask", "因果マスク(Causal Mask)"),
    summary=Text(
        "Says which keys each query may attend to: those that do not come after it.",
        "各クエリが注目してよいキー、つまり自分より後ろにないキーを示す。",
    ),
    why=Text(
        "A decoder is trained on whole sentences at once: at each position it must foretell the "
        "next word, which already stands in the input. Attention would simply look it up. The "
        "causal mask hides everything that lies ahead, so that all positions are trained in one "
        "pass, as if each had been reached word by word.",
        "デコーダの学習では、文全体を一度に与え、各位置で次の単語を予測させる。ところがその単語は"
        "すでに入力にあり、注意機構はそれを見るだけで済んでしまう。因果マスクで先の位置をすべて"
        "隠せば、1語ずつ生成したのと同じ条件で、全位置を一度に学習できる。",
    ),
    equation="mask_ij = True where j <= i, else False",
    formula=(r"m_{ij} = \begin{cases} 1 & j \le i \\ 0 & j > i \end{cases}",),
    shapes={"y": "(T_q, T_k)"},
    sources=(f"{VASWANI}, section 3.2.3",),
    cases=(
        _case("square", T_q=5),
        _case("more_keys", T_q=3, T_k=5),
        _case("fewer_keys", T_q=4, T_k=2),
        _case("two", T_q=2),
        _case("one_key", T_q=3, T_k=1),
        _case("one", T_q=1),
    ),
    defaults=(Default("T_k", None),),
    conventions=(
        Convention("mask_blocks", masks.MASK_BLOCKS, like="mask_inverted"),
        Convention("mask_is_added", masks.MASK_IS_ADDED, like="minus_infinity"),
        Convention("mask_is_added_finite", masks.MASK_IS_ADDED_FINITE, like="large_negative"),
    ),
    also_called=(
        "look_ahead_mask",
        "create_look_ahead_mask",
        "subsequent_mask",
        "generate_square_subsequent_mask",
        "make_causal_mask",
        "create_causal_mask",
        "get_causal_mask",
        "future_mask",
    ),
    identities=(
        Identity(
            sibling="scaled_dot_product_attention",
            text=Text(
                "It is where causal attention puts its weights: of equal scores, 1 / i to each of "
                "the first i keys.",
                "causal な注意の重みが付く所と同じである。スコアがすべて等しければ、"
                "先頭の i 個のキーに 1 / i ずつ配分される。",
            ),
            case=_case("where_the_weights_are"),
            left=_mask,
            right=_what_is_let_through,
        ),
    ),
    mistakes=(
        Mistake(
            name="mask_inverted",
            ja="マスクが逆",
            line="return j <= i",
            wrong="return j > i",
            why=masks.MASK_INVERTED,
        ),
        Mistake(
            name="wrong_triangle",
            ja="三角の向きが逆",
            line="return j <= i",
            wrong="return j >= i",
            why=Text(
                "That is the upper triangle: rows are queries, so it lets each one see the future "
                "alone.",
                "それは上三角である。行がクエリなので、未来だけに注目することになる。",
            ),
        ),
        Mistake(
            name="without_the_diagonal",
            ja="対角を含めない",
            line="return j <= i",
            wrong="return j < i",
            why=Text(
                "A position may attend to itself: its own word is known, the next one is not. "
                "Without the diagonal the first query has no key at all.",
                "自分自身には注目してよい。その位置の単語は既知で、未知なのは次の単語である。"
                "対角成分を除くと、最初のクエリにはキーが1つもなくなる。",
            ),
        ),
        Mistake(
            name="one_too_far",
            ja="1 つ先まで見える",
            line="return j <= i",
            wrong="return j <= i + 1",
            why=Text(
                "Each query would see the very word that it is to foretell.",
                "予測すべき次の単語そのものが見えてしまう。",
            ),
        ),
        Mistake(
            name="minus_infinity",
            ja="-inf を使う",
            line="return j <= i",
            wrong="return np.where(j <= i, 0.0, -np.inf)",
            why=masks.ONE_TO_BE_ADDED,
        ),
        Mistake(
            name="large_negative",
            ja="-inf でなく大きな負の数を使う",
            line="return j <= i",
            wrong="return np.where(j <= i, 0.0, -1e9)",
            why=masks.ONE_TO_BE_ADDED,
        ),
    ),
)
