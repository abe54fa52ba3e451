"""Cases of scaled dot-product attention."""

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


def case(
    name: str,
    leading: tuple[int, ...] = (2,),
    T: tuple[int, int] = (3, 5),
    d: tuple[int, int] = (4, 6),
    spread: float = 1.0,
    bias: Draw | None = None,
    mask: Draw | None = None,
    kept: Draw | None = None,
    fields: Mapping[str, Any] | None = None,
    **config: Any,
) -> Case:
    """Return a case of T = (T_q, T_k), d = (d_k, d_v), with numbers of a standard deviation."""
    (T_q, T_k), (d_k, d_v) = T, d
    given = {"bias": bias, "mask": mask, "kept": kept}
    return Case(
        name,
        inputs={
            "Q": normal(*leading, T_q, d_k, scale=spread),
            "K": normal(*leading, T_k, d_k, scale=spread),
            "V": normal(*leading, T_k, d_v),
            **{name: draw for name, draw in given.items() if draw is not None},
        },
        upstream=normal(*leading, T_q, d_v),
        config=config,
        **(fields or {}),
    )


def _kept(*shape: int, keep: float = 0.5) -> Draw:
    """Draw what dropout keeps: 1 with a probability, else 0."""
    return Draw("kept", shape, lambda rng: (rng.random(shape) < keep).astype(np.int64))


def _minus_infinity(T_q: int, T_k: int) -> Draw:
    """Return a bias (T_q, T_k), 0 and -inf: what is added as a mask."""
    kept = masks.some(T_q, T_k).sample(np.random.default_rng(0))
    return values(np.where(kept == 1, 0.0, -np.inf))


CASES = (
    case("batch"),
    case("heads", (2, 3), (4, 6), (5, 7)),
    case("no_batch", (), (4, 3), (5, 2)),
    case("self", (3,), (4, 4), (5, 2)),
    case("causal", (2,), (5, 5), (4, 3), causal=True),
    case("causal_heads", (2, 3), (5, 5), (4, 7), causal=True),
    case("causal_more_keys", causal=True),
    case("causal_fewer_keys", (3,), (5, 2), (6, 4), causal=True),
    case("causal_no_batch", (), (5, 4), (3, 2), causal=True),
    case("mask", mask=masks.some(3, 5)),
    case("mask_heads", (2, 3), (4, 6), (5, 7), mask=masks.some(4, 6)),
    case("mask_no_batch", (), (4, 5), (3, 2), mask=masks.some(4, 5)),
    case("mask_of_padding", (3,), (4, 5), (6, 2), mask=masks.padding((4, 2, 3), 5)),
    case(
        "mask_of_padding_causal",
        (3,),
        (4, 5),
        (6, 2),
        mask=masks.padding((5, 1, 3), 5),
        causal=True,
        fields=OURS,  # read the other way round, it leaves a query without keys
    ),
    case("bias", bias=normal(3, 5)),
    case("bias_of_each_example", bias=normal(2, 3, 5)),
    case("bias_for_all_queries", (3,), (4, 5), (2, 6), bias=normal(3, 1, 5)),
    case("bias_and_mask", bias=normal(3, 5), mask=masks.some(3, 5)),
    case("bias_causal", (2,), (4, 5), (3, 6), bias=normal(4, 5), causal=True),
    case(
        "bias_of_minus_infinity",
        bias=_minus_infinity(3, 5),
        fields={"differentiable": ("Q", "K", "V")},
    ),
    case("scale", scale=0.75),
    case("scale_causal", (3,), (4, 4), (2, 5), scale=0.25, causal=True),
    case("scale_and_bias", (2,), (4, 3), (5, 6), scale=0.75, bias=normal(4, 3)),
    case("softcap", softcap=1.5, spread=1.5),
    case("softcap_heads", (2, 3), (4, 6), (5, 7), softcap=2.0, spread=1.5),
    case("softcap_scale", (3,), (4, 5), (6, 2), softcap=0.75, scale=0.5),
    case("softcap_causal", (3,), (4, 4), (2, 5), softcap=1.5, causal=True),
    case("softcap_bias", (2,), (3, 4), (6, 5), bias=normal(3, 4), softcap=0.5),
    case("softcap_mask", mask=masks.some(3, 5), softcap=1.25),
    case("softcap_exceeded", spread=1.75, softcap=1.0),
    case(
        "softcap_no_key_for_a_query",
        (2,),
        (3, 4),
        (5, 6),
        mask=NO_KEYS_FOR_ONE,
        softcap=1.5,
        fields=OURS,
    ),
    case("dropout", kept=_kept(2, 3, 5, keep=0.7), rate=0.3, fields=OURS),
    case("dropout_for_all", (2, 3), (4, 6), (5, 7), kept=_kept(4, 6), rate=0.5, fields=OURS),
    case(
        "dropout_causal",
        (3,),
        (4, 5),
        (2, 6),
        kept=_kept(3, 4, 5, keep=0.6),
        rate=0.4,
        causal=True,
        fields=OURS,
    ),
    case(
        "dropout_mask_and_bias",
        bias=normal(3, 5),
        mask=masks.some(3, 5),
        kept=_kept(2, 3, 5),
        rate=0.5,
        fields=OURS,
    ),
    case("dropout_softcap", kept=_kept(2, 3, 5), rate=0.25, softcap=1.5, fields=OURS),
    case("dropout_in_inference", (3,), (4, 5), (2, 6), rate=0.5),
    case("large_scores", spread=7.0),
    # Scores near 720, whose exponential overflows in either type, and that do not saturate softmax.
    # They are rounded to 1e-13, which a difference quotient enlarges: V alone is tried by one.
    case(
        "exponentials_overflow",
        spread=2.0,
        bias=normal(3, 5, shift=720.0),
        fields={**OURS, "options": {"differences": ("dV",)}},
    ),
    case(
        "no_key_for_a_query",
        (2,),
        (3, 4),
        (5, 6),
        mask=NO_KEYS_FOR_ONE,
        fields=OURS,
    ),
    case("one_query", (3,), (1, 4), (5, 2)),
    case("one_example", (1,), (4, 3), (2, 6)),
    case("one_feature", (3,), (4, 5), (1, 2)),
    case("one_value", (3,), (4, 2), (5, 1)),
    case("heads_of_three", (2, 4), (5, 6), (3, 7)),
)
