"""Single precision, overflow, NaN, and an epsilon in another place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, array_of, arrays_of, cause
from parity.checking.comparing.comparison import Comparison
from parity.checking.report import Cause
from parity.describing.concept import DrawnCase
from parity.harness.comparing.tolerances import EPS

LARGE = 20.0
"""Inputs beyond this size are where exponentials overflow."""


def float32(e: Evidence) -> Cause | None:
    """Find results of single precision: every number is one that float32 can hold."""
    found = e.numbers
    if not found or len(found) < len(e.wrong) or not all(_is_rounding(c) for c in found):
        return None
    returned = any(e.plain in j.trial.float32 for j in e.judged)
    if returned or all(np.array_equal(array_of(c), array_of(c).astype(np.float32)) for c in found):
        return cause(
            "float32",
            f"{e.plain} was computed in single precision (float32), though float64 was given: an "
            "astype, a dtype= or an array made as float32.",
            f"float64 の入力に対して {e.plain} が単精度(float32)で計算されている。"
            "astype や dtype= の指定、float32 で作った配列を確認するとよい。",
        )
    return None


def as_small_as_float32(e: Evidence) -> Cause | None:
    """Find errors of the size of single precision's rounding, all over the array."""
    found = e.numbers
    if not found or len(found) < len(e.wrong) or not all(_is_rounding(c) for c in found):
        return None
    apart = np.concatenate(
        [(np.abs(array_of(c) - c.right) / np.abs(c.right))[c.right != 0].ravel() for c in found]
    )
    # Rounding is about as large everywhere; a constant or a limit is not.
    if apart.size < 4 or np.median(apart) < EPS["float32"] / 64:
        return None
    return cause(
        "float32",
        f"The errors of {e.plain} are as small as the rounding of single precision (float32): part "
        "of the way may be computed in it.",
        f"{e.plain} の誤差は単精度(float32)の丸め誤差と同程度である。"
        "途中の計算が単精度になっている可能性がある。",
    )


def _is_rounding(c: Comparison) -> bool:
    largest = max(float(np.max(np.abs(c.right))), 1e-300)
    return (c.error or 0.0) / largest / EPS["float32"] < 64


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
            f"logarithm or a division meets a number that has become 0.{_way_out(e)[0]}",
            f"入力が大きいときだけ {e.plain} が inf や NaN になる。exp のオーバーフローか、"
            f"0 になった値の対数、または 0 での割り算である。{_way_out(e)[1]}",
        )
    what = "NaN" if any(np.isnan(array_of(c)).any() for c in bad) else "inf"
    if any("as_strided" in line for line in e.code):
        return cause(
            "nan",
            f"{e.plain} has {what}. as_strided reads wherever the shape and the strides lead, past "
            "the end of the array as well, where there is anything: the windows want more rows or "
            "columns than the padded array has.",
            f"{e.plain} に {what} がある。as_strided は形とストライドの示す場所をそのまま読むので、"
            "配列の終わりを越えた無関係なメモリも読んでしまう。窓の数や大きさが、"
            "パディング後の配列に収まっていない。",
        )
    return cause(
        "nan",
        f"{e.plain} has {what}: a division by 0, or a logarithm or a root of a number "
        "that is not positive.",
        f"{e.plain} に {what} がある。0 での割り算、0 や負の数の対数、負の数の平方根を疑うとよい。",
    )


def _way_out(e: Evidence) -> tuple[str, str]:
    """Return what helps, which depends on what the code does already."""
    if subtracts_the_maximum(e.code):
        return (
            " The maximum is subtracted already; where a logarithm of the result follows, compute "
            "log p = z - log(sum(exp(z))) instead of log(p).",
            "最大値はすでに引かれている。結果の対数を取るのであれば、log(p) ではなく "
            "log p = z - log(sum(exp(z))) の形で計算するとよい。",
        )
    return (
        " Subtract the maximum first, or use another form of the formula.",
        "先に最大値を引くか、式の形を変えるとよい。",
    )


def subtracts_the_maximum(code: Sequence[str]) -> bool:
    """Tell whether one of the statements subtracts a maximum."""
    if any(_SUBTRACTED.search(text) for text in code):
        return True
    names = [m.group(1) for text in code if (m := _MAXIMUM.match(text))]
    return any(re.search(rf"-=?\s*{re.escape(name)}\b", text) for name in names for text in code)


_SUBTRACTED = re.compile(r"-=?\s*(?:np\.)?a?max\(|-=?\s*[\w.]+\.max\(")
_MAXIMUM = re.compile(r"(\w+)\s*=\s*(?:np\.)?(?:a?max\(|[\w.]+\.max\()")


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
        if not (c.error or 0.0) <= max(4 * share, _root_share(share)):
            return None
        for name in _wrong_beside(e, c):
            if name in whole.quantities and np.array_equal(
                without.quantities[name], whole.quantities[name]
            ):
                return None  # what has no epsilon in it is wrong as well
    return cause(
        "epsilon_place",
        f"{e.plain} is off by about as much as epsilon contributes: epsilon is missing, has "
        "another value, or stands in another place (inside or outside the root, before or after "
        "the correction).",
        f"{e.plain} のずれが epsilon の寄与と同程度である。epsilon が抜けているか、値が違うか、"
        "位置(根号の内か外か、補正の前か後か)が違う。",
    )


def _root_share(share: float) -> float:
    return 0.0 if share > 1e-2 else 1e3 * share


def _wrong_beside(e: Evidence, c: Comparison) -> list[str]:
    """Return what else is wrong in a case."""
    others = (j.comparisons for j in e.judged if j.case.name == c.case.name)
    return [o.quantity for found in others for o in found if not o.fine and o.quantity != e.plain]
