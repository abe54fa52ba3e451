"""What explains every wrong number of a gradient: a factor, a sign, a transposition ..."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from parity.checking.alone.differences import Slope
from parity.checking.alone.probing.collecting import same_shape
from parity.checking.alone.trial import Compared, Outcome
from parity.checking.report import Cause, Line
from parity.describing.concept import Text

NEAR = 1e-5

Slopes = Callable[[Outcome, Compared, Sequence[np.ndarray]], "Slope | None"]


def near(a: np.ndarray, b: np.ndarray, tolerance: float = NEAR) -> bool:
    """Tell whether two arrays are the same where both are known, and not all zero."""
    if a.shape != b.shape:
        return False
    known = np.isfinite(a) & np.isfinite(b)
    if not known.any():
        return False
    scale = float(np.max(np.abs(b[known])))
    return scale > 0 and bool(np.max(np.abs(a - b)[known]) <= tolerance * scale)


def cause_of(outcomes: Sequence[Outcome], name: str, slopes: Slopes) -> Cause | None:
    """Return what explains the gradient called ``name`` in every outcome."""
    pairs = [(o, c) for o in outcomes for c in o.compared if c.name == name and not c.fine]
    if not pairs:
        return None
    tolerance = 5e-3 if any(o.single for o, _ in pairs) else NEAR
    for found in _causes(name, pairs, slopes, tolerance):
        return found
    return None


def told_at(line: Line | None, cause: Cause | None, name: str) -> Cause:
    """Return a cause with its line; that none is known where there is none."""
    if cause is not None:
        return replace(cause, line=line)
    where = Text(
        f"No single mistake that is known explains {name}.",
        f"既知の誤り一つでは {name} を説明できない。",
    )
    return Cause("unknown", where, line)


def _causes(
    q: str, pairs: list[tuple[Outcome, Compared]], slopes: Slopes, tolerance: float
) -> Iterator[Cause]:
    if all(not np.any(c.yours) for _, c in pairs):
        yield _cause("zero_gradient", f"{q} is zero everywhere.", f"{q} がすべて 0 である。")
    shaped = [(o, c) for o, c in pairs if same_shape(c.yours, c.right)]
    if len(shaped) == len(pairs):
        yield from _factor(q, pairs, tolerance)
        yield from _setting(q, pairs, tolerance)
        yield from _transposed(q, pairs, tolerance)
        yield from _upstream(q, pairs, slopes, tolerance)
        yield from _one_example(q, pairs, slopes, tolerance)
        yield from _sign_of_some(q, pairs, tolerance)
    else:
        yield from _transposed(q, pairs, tolerance)
        yield from _not_summed(q, pairs, tolerance)
        first = pairs[0][1]
        yield _cause(
            "wrong_shape",
            f"{q} has shape {first.yours.shape}, expected {first.right.shape}.",
            f"{q} の形が {first.yours.shape} である(正しくは {first.right.shape})。",
        )


def _cause(name: str, en: str, ja: str) -> Cause:
    return Cause(name, Text(en, ja))


def _factor(q: str, pairs: list[tuple[Outcome, Compared]], tolerance: float) -> Iterator[Cause]:
    ratios = []
    for _, c in pairs:
        known = np.isfinite(c.right)
        right, yours = c.right[known], c.yours[known]
        ratio = float(right @ yours / max(float(right @ right), 1e-300))
        if not ratio or not near(yours, ratio * right, tolerance):
            return
        ratios.append(ratio)
    ratio = ratios[0]
    if not np.allclose(ratios, ratio, rtol=10 * tolerance):
        return
    if abs(ratio + 1) < tolerance * 10:
        yield _cause("sign", f"{q} has the wrong sign.", f"{q} の符号が逆である。")
        return
    shown = _number(ratio)
    en, ja = _meaning(ratio, pairs[0][0], pairs[0][1])
    yield _cause(
        "constant_factor",
        f"{q} is {shown} times what it should be{en}.",
        f"{q} が正しい値の {shown} 倍になっている{ja}。",
    )


def _setting(q: str, pairs: list[tuple[Outcome, Compared]], tolerance: float) -> Iterator[Cause]:
    """Find a setting by which some elements are multiplied, or divided, once too often."""
    for name, value in pairs[0][0].turned.items():
        if all(_times_in_places(c, value, tolerance) for _, c in pairs):
            yield _cause(
                "constant_factor",
                f"Where {q} is wrong, it is {name} times what it should be: a factor {name} is too "
                "many, which 1 hides.",
                f"{q} の誤っている要素は、正しい値の {name} 倍である。因子 {name} が余計で、"
                "1 のときは現れない。",
            )
        if all(_times_in_places(c, 1 / value, tolerance) for _, c in pairs):
            yield _cause(
                "constant_factor",
                f"Where {q} is wrong, it is to be multiplied by {name}: that factor is missing, "
                "which 1 hides.",
                f"{q} の誤っている要素には、因子 {name} が抜けている。1 のときは現れない。",
            )


def _times_in_places(c: Compared, ratio: float, tolerance: float) -> bool:
    """Tell whether what is wrong is ``ratio`` times what is right."""
    size = tolerance * float(np.max(np.abs(c.right[np.isfinite(c.right)]), initial=1e-300))
    wrong = np.isfinite(c.right) & (np.abs(c.yours - c.right) > size)
    return bool(wrong.any()) and near(c.yours[wrong], ratio * c.right[wrong], tolerance)


def _number(ratio: float) -> str:
    exact = Fraction(ratio).limit_denominator(64)
    if abs(float(exact) - ratio) < 1e-5 * abs(ratio):
        return str(exact)
    return f"{ratio:.6g}"


def _meaning(ratio: float, outcome: Outcome, c: Compared) -> tuple[str, str]:
    n = outcome.probe.batch
    sizes = {n: ("the number of examples", "例の数")} if n > 1 else {}
    for size, (en, ja) in sizes.items():
        for value, how in ((size, "sum"), (1 / size, "mean")):
            if abs(abs(ratio) - value) < 1e-5 * value and size > 2:
                if how == "sum":
                    return f": {size} is {en}, so a division by it is missing", (
                        f"。{size} は{ja}なので、それで割っていない"
                    )
                return f": {size} is {en}, so it is divided by it once too often", (
                    f"。{size} は{ja}なので、余分に割っている"
                )
    return "", ""


def _transposed(q: str, pairs: list[tuple[Outcome, Compared]], tolerance: float) -> Iterator[Cause]:
    if all(c.yours.ndim == 2 and near(c.yours.T, c.right, tolerance) for _, c in pairs):
        yield _cause(
            "transposed",
            f"{q} is transposed: the right numbers, with their axes in another order.",
            f"{q} が転置されている。値は正しいが、軸の順が違う。",
        )


def _upstream(
    q: str, pairs: list[tuple[Outcome, Compared]], slopes: Slopes, tolerance: float
) -> Iterator[Cause]:
    if any(o.probe.meaning != "backward" or not o.probe.upstreams for o, _ in pairs):
        return
    for o, c in pairs:
        own = slopes(o, c, [np.ones_like(u) for u in o.upstream])
        if own is None or not near(c.yours, own.value, tolerance):
            return
    yield _cause(
        "upstream_missing",
        f"{q} is the gradient for an upstream gradient of ones: the one that is passed is not "
        "multiplied in.",
        f"{q} は上流の勾配がすべて 1 のときの値である。渡された上流の勾配を掛けていない。",
    )


def _one_example(
    q: str, pairs: list[tuple[Outcome, Compared]], slopes: Slopes, tolerance: float
) -> Iterator[Cause]:
    """The gradient of one example, or of one step, where that of all is asked for."""
    for axis in (0, 1):
        for end, en, ja in ((-1, "last", "最後"), (0, "first", "最初")):
            fits = True
            for o, c in pairs:
                if any(u.ndim <= axis or u.shape[axis] < 2 for u in o.upstream):
                    fits = False
                    break
                picked = []
                for u in o.upstream:
                    only = np.zeros_like(u)
                    index = [slice(None)] * u.ndim
                    index[axis] = slice(end, None) if end else slice(0, 1)
                    only[tuple(index)] = u[tuple(index)]
                    picked.append(only)
                own = slopes(o, c, picked)
                if own is None or not near(c.yours, own.value, tolerance):
                    fits = False
                    break
            if fits:
                yield _cause(
                    "overwritten",
                    f"{q} is that of the {en} element along axis {axis} of the output alone: the "
                    "others are overwritten or left out.",
                    f"{q} は出力の軸 {axis} の{ja}の要素だけの勾配である。"
                    "ほかの要素の分が上書きされているか、足されていない。",
                )
                return


def _sign_of_some(
    q: str, pairs: list[tuple[Outcome, Compared]], tolerance: float
) -> Iterator[Cause]:
    if all(
        near(np.abs(c.yours), np.abs(c.right), tolerance) and c.yours.size > 2 for _, c in pairs
    ):
        yield _cause(
            "sign",
            f"{q} has the right size and, in some elements, the wrong sign.",
            f"{q} の大きさは正しいが、一部の要素で符号が逆である。",
        )


def _not_summed(q: str, pairs: list[tuple[Outcome, Compared]], tolerance: float) -> Iterator[Cause]:
    """What is right if it is summed, or averaged, over an axis that is left."""
    for axis in range(pairs[0][1].yours.ndim):
        for how, en, ja in ((np.sum, "summed", "合計"), (np.mean, "averaged", "平均")):
            if all(
                axis < c.yours.ndim
                and same_shape(how(c.yours, axis=axis), c.right)
                and near(how(c.yours, axis=axis).reshape(c.right.shape), c.right, tolerance)
                for _, c in pairs
            ):
                first = pairs[0][1]
                yield _cause(
                    "wrong_shape",
                    f"{q} is not {en} over axis {axis}: shape {first.yours.shape} instead of "
                    f"{first.right.shape}.",
                    f"{q} が軸 {axis} について{ja}されていない"
                    f"(形 {first.yours.shape}、正しくは {first.right.shape})。",
                )
                return
