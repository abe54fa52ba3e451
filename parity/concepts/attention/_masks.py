"""Masks of the cases, and what is said of masks by several kinds of attention."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Convention, Text
from parity.describing.draw import Draw, values


def padding(lengths: tuple[int, ...], T_k: int) -> Draw:
    """Return a mask (N, 1, T_k) that lets each example's first keys be attended to."""
    return values((np.arange(T_k) < np.array(lengths)[:, None])[:, None])


def some(T_q: int, T_k: int) -> Draw:
    """Return a mask (T_q, T_k) that is no triangle, with keys for every query."""
    i, j = np.arange(T_q)[:, None], np.arange(T_k)
    return values((i + 2 * j) % 3 != 1)


MASK_INVERTED = Text(
    "Here the mask is True where a query may attend. Some write it the other way round, 1 where it "
    "must not, and PyTorch does both: it depends on the function.",
    "ここでは、注目してよい所が True である。注目させない所を 1 とする流儀もあり、"
    "PyTorch は関数によって向きが異なる。",
)
MASK_BLOCKS = Text(
    "The mask is 1 where a query must not attend.",
    "マスクは、注目させない所が 1 である。",
)
MASK_MULTIPLIED = Text(
    "A score of 0 still gets the weight exp(0). What must not be attended to needs -inf, or a "
    "large negative number.",
    "スコアを 0 にしても重み exp(0) が残る。注目させない所は -∞(または絶対値の大きい負の数)"
    "にしなければならない。",
)
MASK_ADDED = Text(
    "A mask of zeros and ones only raises some scores by 1; to be added, it must be 0 and -inf.",
    "0 と 1 のマスクを足しても、スコアが 1 上がるだけである。足すのであれば、0 と -∞ のマスクに"
    "しなければならない。",
)
MASK_IS_ADDED = Text(
    "The mask is added to the scores: 0 where a query may attend, -inf where not.",
    "マスクはスコアに足される。注目してよい所が 0、いけない所が -∞ である。",
)
SOFTMAX_OVER_QUERIES = Text(
    "Each query shares out its attention: the weights of one query sum to 1 over the keys.",
    "注意の重みはクエリごとに配分される。1つのクエリの重みを、キーについて足すと 1 になる。",
)
DIAGONAL_ONLY = Text(
    "Every weight depends on every score of its row. The diagonal alone, a (1 - a), leaves the "
    "others' share out.",
    "どの重みも、その行のすべてのスコアに依存する。対角成分 a (1 - a) だけでは、"
    "他のスコアを通る分が抜けてしまう。",
)
MASK_IS_ADDED_FINITE = Text(
    "The mask is added to the scores: 0 where a query may attend, -1e9 where not.",
    "マスクはスコアに足される。注目してよい所が 0、いけない所が -1e9 である。",
)
ONE_TO_BE_ADDED = Text(
    "That is a mask to be added. Where one is asked for that says where to attend, its zeros mean "
    "the opposite.",
    "それは足すためのマスクである。注目してよい所を示すマスクとして渡すと、0 が逆の意味になる。",
)
CAUSAL_INSIDE = Convention(
    name="causal_inside",
    text=Text(
        "It hides what comes later by itself.",
        "先の位置は、コード自身の中でマスクされる。",
    ),
    config={"causal": True},
)
