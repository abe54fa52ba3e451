"""Cases of multi-head attention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.concepts.attention import _masks as masks
from parity.describing.concept import Case
from parity.describing.draw import Draw, normal, values

OURS = {"ours": True}
NO_KEYS_FOR_ONE = values(np.array([[1, 0, 1, 1], [0, 0, 0, 0], [1, 1, 0, 1]]))
"""A mask (3, 4) whose second query may attend to nothing."""
NOTHING_COMES_TO_B_K = (
    "b_k adds the same number to all scores of a query, which leaves its weights as they are"
)


def case(
    name: str,
    N: int = 2,
    T: tuple[int, ...] = (3, 5),
    d_model: int = 6,
    n_heads: int = 2,
    given: str = "QKV",
    use_bias: bool = True,
    n_kv_heads: int | None = None,
    mask: Draw | None = None,
    fields: Mapping[str, Any] | None = None,
    **config: Any,
) -> Case:
    """Return a case of T = (T_q, T_k), of which ``given`` names the inputs."""
    T_q, T_k = T[0], T[-1]
    lengths = {"Q": T_q, "K": T_k, "V": T_k}
    inputs = {name: normal(N, lengths[name], d_model) for name in given}
    if mask is not None:
        inputs["mask"] = mask
    n_kv = n_kv_heads or n_heads
    heads = {"q": n_heads, "k": n_kv, "v": n_kv, "o": n_heads}
    widths = {part: n * (d_model // n_heads) for part, n in heads.items()}
    params = {f"W_{part}": normal(d_model, widths[part], scale=0.25) for part in "qkvo"}
    if use_bias:
        params |= {f"b_{part}": normal(widths[part], scale=0.5) for part in "qkvo"}
    into_heads = {f"{a}_{part}": f"heads_last:{heads[part]}" for part in "qkv" for a in "Wb"}
    return Case(
        name,
        inputs=inputs,
        params=params,
        upstream=normal(N, T_q, d_model),
        config={
            "d_model": d_model,
            "n_heads": n_heads,
            **({} if use_bias else {"use_bias": False}),
            **({"n_kv_heads": n_kv_heads} if n_kv_heads else {}),
            **config,
        },
        options={"differences": tuple(f"d{n}" for n in (*given, *params) if n != "b_k")},
        keras_layouts={**into_heads, "W_o": f"heads_first:{n_heads}"},
        zero={"db_k": NOTHING_COMES_TO_B_K} if use_bias else {},
        **(fields or {}),
    )


GROUPS = (
    case("groups", 2, (3, 4), 12, 6, n_kv_heads=3),
    case("groups_source_target", 2, (3, 4), 12, 6, n_kv_heads=2, given="QK"),
    case("groups_self_causal", 2, (4,), 12, 6, n_kv_heads=3, given="Q", causal=True),
    case("groups_no_bias", 3, (2, 4), 12, 6, n_kv_heads=2, use_bias=False),
    case("groups_mask", 2, (3, 4), 12, 6, n_kv_heads=3, mask=masks.some(3, 4), fields=OURS),
    case(
        "groups_no_key_for_a_query",
        2,
        (3, 4),
        12,
        6,
        n_kv_heads=2,
        mask=NO_KEYS_FOR_ONE,
        fields=OURS,
    ),
    case("one_group", 2, (3, 5), 12, 6, n_kv_heads=1),
)
"""Fewer heads of keys and values than of queries."""
