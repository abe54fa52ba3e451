"""Cases of multi-head attention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import Case
from parity.describing.draw import Draw, normal

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
    params = {f"W_{part}": normal(d_model, d_model, scale=0.25) for part in "qkvo"}
    if use_bias:
        params |= {f"b_{part}": normal(d_model, scale=0.5) for part in "qkvo"}
    into_heads = {f"{array}_{part}": f"heads_last:{n_heads}" for part in "qkv" for array in "Wb"}
    return Case(
        name,
        inputs=inputs,
        params=params,
        upstream=normal(N, T_q, d_model),
        config={
            "d_model": d_model,
            "n_heads": n_heads,
            **({} if use_bias else {"use_bias": False}),
            **config,
        },
        options={"differences": tuple(f"d{n}" for n in (*given, *params) if n != "b_k")},
        keras_layouts={**into_heads, "W_o": f"heads_first:{n_heads}"},
        zero={"db_k": NOTHING_COMES_TO_B_K} if use_bias else {},
        **(fields or {}),
    )
