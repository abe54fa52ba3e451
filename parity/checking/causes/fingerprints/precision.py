"""Single precision, overflow, NaN, and an epsilon in another place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, array_of, arrays_of, cause
from parity.checking.report import Cause
from parity.describing.concept import DrawnCase
from parity.harness.comparing.tolerances import EPS

LARGE = 20.0
"""Inputs beyond this size are where exponentials overflow."""


def float32(e: Evidence) -> Cause | None:
    """Find results of single precision."""
    returned = any(e.plain in j.trial.float32 for j in e.judged)
    found = e.numbers
    if not found:
        return None
    errors = [
        (c.error or 0.0) / max(float(np.max(np.abs(c.right))), 1e-300) / EPS["float32"]
        for c in found
    ]
    if not all(error < 64 for error in errors):
        return None
    exact = all(np.array_equal(array_of(c), array_of(c).astype(np.float32)) for c in found)
    if returned or exact or (all(e > 1e-3 for e in errors) and min(errors) < 4):
        return cause(
            "float32",
            f"{e.plain} was computed in single precision (float32), though float64 was given: an "
            "astype, a dtype= or an array made as float32.",
            f"float64 の入力に対して {e.plain} が単精度(float32)で計算されている。"
            "astype や dtype= の指定、float32 で作った配列を確認するとよい。",
        )
    return None


def overflow(e: Evidence) -> Cause | None:
    """Find inf or NaN, and whether it comes from large inputs."""
    bad = [c for c in e.wrong if c.yours is not None and not np.isfinite(array_of(c)).all()]
    if 2 * len(bad) < len([c for c in e.wrong if c.yours is not None]) or not bad:
        return None
    large = all(_largest(c.case) > LARGE for c in bad)
    if large and len(bad) < len(e.wrong):
        return None  # the finite ones are wrong for another reason
    if large and all(c.numbers for c in bad):
        return cause(
            "overflow",
            f"{e.plain} is inf or NaN for large inputs only: an exponential overflows, or a "
            "logarithm is taken of 0. Subtract the maximum first, or use another form of the "
            "formula.",
            f"入力が大きいときだけ {e.plain} が inf や NaN になる。exp のオーバーフローか 0 の対数"
            "である。先に最大値を引くか、式の形を変えるとよい。",
        )
    what = "NaN" if any(np.isnan(array_of(c)).any() for c in bad) else "inf"
    return cause(
        "nan",
        f"{e.plain} has {what}: a division by 0, or a logarithm or a root of a number "
        "that is not positive.",
        f"{e.plain} に {what} がある。0 での割り算、0 や負の数の対数、負の数の平方根を疑うとよい。",
    )


def _largest(case: DrawnCase) -> float:
    sizes = [float(np.max(np.abs(a))) for n, a in arrays_of(case) if a.size and a.dtype.kind == "f"]
    return max(sizes, default=0.0)


def epsilon_place(e: Evidence) -> Cause | None:
    """Find an error as large as what epsilon itself contributes."""
    if "epsilon" not in e.referee.defaults:
        return None
    found = e.numbers
    if not found:
        return None
    for c in found:
        case = e.applied(c.case)
        epsilon = case.config.get("epsilon", e.referee.defaults["epsilon"])
        without = e.ours(replace(case, config={**case.config, "epsilon": epsilon / 2}))
        whole = e.ours(case)
        if not epsilon or without is None or whole is None:
            return None
        share = 2 * float(np.max(np.abs(without.quantities[e.plain] - whole.quantities[e.plain])))
        # From epsilon left out to the root of epsilon in its place, on small numbers.
        if not (c.error or 0.0) <= max(4 * share, _root_share(share, c)):
            return None
    return cause(
        "epsilon_place",
        f"{e.plain} is off by about as much as epsilon contributes: epsilon is missing, has "
        "another value, or stands in another place (inside or outside the root, before or after "
        "the correction).",
        f"{e.plain} のずれが epsilon の寄与と同程度である。epsilon が抜けているか、値が違うか、"
        "位置(根号の内か外か、補正の前か後か)が違う。",
    )


def _root_share(share: float, c: object) -> float:
    return 0.0 if share > 1e-2 else 1e3 * share
