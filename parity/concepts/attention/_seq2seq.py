"""What the attentions of encoder and decoder share: cases, mistakes, a step of the derivation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.concepts.recurrent._shared import SAME_GRADIENTS
from parity.describing.concept import Case, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values


def lengths(T_k: int, *steps: int) -> Draw:
    """Return a mask (N, T_k) of sources that have so many steps."""
    return values(np.arange(T_k) < np.array(steps)[:, None])


def case(
    name: str,
    sizes: tuple[int, int, int],
    d: tuple[int, int],
    params: Mapping[str, Draw] | None = None,
    d_v: int = 0,
    mask: Draw | None = None,
    **config: Any,
) -> Case:
    """Return a case.

    Args:
        name: the case's.
        sizes: N, T_q, T_k; without an axis of queries where T_q is 0.
        d: n_query, n_key.
        params: the weights.
        d_v: the length of the values; 0 where the keys are the values.
        mask: of the source.
        config: the constructor's arguments.
    """
    (N, T_q, T_k), (n_query, n_key) = sizes, d
    queries = (N, T_q) if T_q else (N,)
    inputs = {"Q": normal(*queries, n_query), "K": normal(N, T_k, n_key)}
    if d_v:
        inputs["V"] = normal(N, T_k, d_v)
    if mask is not None:
        inputs["mask"] = mask
    return Case(
        name,
        inputs=inputs,
        params=params or {},
        upstream=normal(*queries, d_v or n_key),
        config=config,
        ours=mask is not None and T_q > 0,  # people's masks have the axes of their scores
    )


VALUES_WITHOUT_GRADIENT = Text(
    "The states of the encoder are looked up and taken: as keys and as values. Their gradient is "
    "the sum of both.",
    "エンコーダの状態は、キーとして照合され、バリューとして取り出される。勾配は両者の和である。",
)
PADDING_ATTENDED_TO = Text(
    "Behind the end of a source stands padding; without a mask it takes its share of the mean.",
    "入力系列の終わりより後ろはパディングである。マスクしないと、加重平均に混ざってしまう。",
)
MASK_INVERTED = Text(
    "Here, as in Keras, True means that a step counts.",
    "ここと Keras では、True が有効な時刻を表す。",
)
TANH_FORGOTTEN = Text(
    "Without tanh the query adds the same number to all its scores, and the weights do "
    "not depend on it.",
    "tanh がないと、クエリは自分のスコアすべてに同じ数を足すだけになり、"
    "重みがクエリに依存しなくなる。",
)
SLOPE_OF_TANH_FORGOTTEN = Text(
    "The score saw the sum through tanh, so tanh's slope, 1 - h^2, stands between.",
    "スコアは tanh を通して和を見ているので、tanh の傾き 1 - h^2 が掛かる。",
)
OF_THE_MEAN = Step(
    heading=Text(
        "The mean hands its gradient to the values and, through softmax, to the scores",
        "加重平均の勾配は、バリューと、ソフトマックスを通してスコアに渡る",
    ),
    text=Text(
        "y = A V, where each row of A is a softmax of its own. A weight's gradient counts by how "
        "far it is from the row's mean.",
        "y = A V で、A の各行がそれぞれソフトマックスである。重みの勾配は、"
        "行の加重平均との差として効く。",
    ),
    equation=(
        r"\frac{\partial L}{\partial V} = A^\top \frac{\partial L}{\partial y}, \quad "
        r"\frac{\partial L}{\partial A} = \frac{\partial L}{\partial y} V^\top"
        "\n"
        r"\frac{\partial L}{\partial e_{ij}} = A_{ij} \left( \frac{\partial L}{\partial A_{ij}} - "
        r"\sum_k \frac{\partial L}{\partial A_{ik}} A_{ik} \right)"
    ),
)
KEYS_TWICE = Step(
    heading=Text(
        "Where the keys are the values as well, both gradients add up",
        "キーがバリューを兼ねるときは、2つの勾配が足し合わされる",
    ),
    text=Text(
        "An encoder's state h is compared with the query and, weighted, handed over: it is used "
        "twice.",
        "エンコーダの状態 h は、クエリと照合され、重み付けされて渡される。2回使われるのである。",
    ),
    equation=r"\frac{\partial L}{\partial h} = \frac{\partial L}{\partial K} + "
    r"\frac{\partial L}{\partial V}",
    check=SAME_GRADIENTS,
)
