"""Factors, signs, zeros and missing terms."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, array_of, arrays_of, cause, near
from parity.checking.comparing.comparison import Comparison
from parity.checking.report import Cause
from parity.describing.concept import DrawnCase, Mistake, Text
from parity.harness.slips import slips
from parity.harness.slips.line import shape_of

TINY = 1e-10
"""A factor below this is what roundings leave."""


def zero_gradient(e: Evidence) -> Cause | None:
    """Find a gradient that is never filled, or zero everywhere."""
    if any(c.verdict == "missing" for c in e.wrong):
        return cause(
            "zero_gradient",
            f"{e.plain} is never filled: no attribute or return value holds it (another name is "
            f"told with --map {e.plain}=NAME).",
            f"{e.plain} が設定されていない。属性にも戻り値にも見当たらない"
            f"(別の名前なら --map {e.plain}=名前 で指定できる)。",
        )
    found = e.numbers
    if found and all(not np.any(array_of(c)) for c in found):
        return cause(
            "zero_gradient",
            f"{e.plain} is zero everywhere.",
            f"{e.plain} がすべて 0 である。",
        )
    return None


def constant_factor(e: Evidence) -> Cause | None:
    """Find one factor between the wrong numbers and the right ones."""
    found = [c for c in e.numbers if np.any(c.right)]
    ratios = [ratio_of(array_of(c), c.right) for c in found]
    if len(found) < len([c for c in e.wrong if c.yours is None or np.any(c.right)]):
        return None
    if not found or any(r is None for r in ratios):
        return None
    return explained([r for r in ratios if r is not None], found, e)


def ratio_of(a: np.ndarray, b: np.ndarray) -> float | None:
    """Return the number r with a = r b, if there is one."""
    scale = float(np.sum(b * b))
    if not scale or not np.isfinite(scale) or not np.isfinite(a).all():
        return None
    r = float(np.sum(a * b)) / scale
    # What is left of a sum that cancels is no multiple of anything.
    return r if abs(r) > TINY and near(a, r * b) else None


def _outputs(c: Comparison) -> float:
    """Return how many outputs each example has."""
    first = next(iter(c.case.inputs[0].values()))
    return float(np.prod(first.shape[1:]))


def explained(ratios: list[float], found: list[Comparison], e: Evidence) -> Cause | None:
    """Return the cause that a factor points to."""
    q = e.plain
    if all(near_number(r, -1.0) for r in ratios):
        return cause("sign", f"{q} has the wrong sign.", f"{q} の符号が逆である。")
    if q == "loss" and all(
        near_number(r, -_outputs(c)) for r, c in zip(ratios, found, strict=True)
    ):
        return cause(
            "sign",
            "loss has the wrong sign: it is minus what it should be, summed over the outputs and "
            "averaged over the examples.",
            "loss の符号が逆である(出力について合計し、データについて平均した損失の -1 倍)。",
        )
    cases = [e.with_defaults(c.case) for c in found]
    for text in _names(cases[0]):
        values = [{t.en: v for t, v in _named(case)}.get(text.en) for case in cases]
        for sign, en, ja in ((1.0, "", ""), (-1.0, "minus ", "-")):
            if all(
                v is not None and near_number(r, sign * v)
                for r, v in zip(ratios, values, strict=True)
            ):
                value = f"{ratios[0]:.6g}"
                name = found[0].case.name
                plain = text.en in ("2", "1/2", "sqrt(2)", "1/sqrt(2)")
                return cause(
                    "constant_factor",
                    f"{q} is {en}{text.en} times what it should be"
                    + ("." if plain else f" ({value} in case {name})."),
                    f"{q} が正しい値の{ja}{text.ja}倍になっている"
                    + ("。" if plain else f"(ケース {name} では {value} 倍)。"),
                )
    single = all(c.right.size == 1 for c in found)
    if all(near_number(r, ratios[0]) for r in ratios) and (len(ratios) > 1 or not single):
        return cause(
            "constant_factor",
            f"{q} is {ratios[0]:.6g} times what it should be.",
            f"{q} が正しい値の {ratios[0]:.6g} 倍になっている。",
        )
    if single:
        return None  # any two numbers have a ratio
    shown = ", ".join(f"{r:.6g}" for r in ratios[:3])
    return cause(
        "constant_factor",
        f"In each case {q} is a constant times what it should be: {shown}.",
        f"{q} がケースごとに一定の倍率だけずれている({shown})。",
    )


def near_number(a: float, b: float) -> bool:
    """Tell whether two factors are the same."""
    return math.isclose(a, b, rel_tol=1e-8)


def _names(case: DrawnCase) -> Iterator[Text]:
    for text, _ in _named(case):
        yield text


def _named(case: DrawnCase) -> Iterator[tuple[Text, float]]:
    """Yield factors that people leave out or put in, with their value in this case."""
    yield Text("2", "2"), 2.0
    yield Text("1/2", "1/2"), 0.5
    if case.upstream and case.upstream[0].ndim == 0:
        dy = float(case.upstream[0])
        yield Text("1/dL/dy (the upstream gradient is left out)", "1/(上流の勾配)"), 1 / dy
    shape = next(iter(case.inputs[0].values())).shape if case.inputs and case.inputs[0] else ()
    sizes: list[tuple[Text, float]] = []
    if shape:
        n = shape[0]
        sizes.append((Text("the batch size N", "バッチサイズ N"), n))
        if len(shape) == 4:
            pixels = shape[2] * shape[3]
            sizes.append((Text("the number of pixels H W", "画素数 HW"), pixels))
            sizes.append((Text("N H W", "NHW"), n * pixels))
        if len(shape) > 1:
            sizes.append((Text("the length of the last axis", "最後の軸の長さ"), shape[-1]))
        sizes.append((Text("the number of elements", "要素数"), math.prod(shape)))
        sizes.append(
            (Text("the elements of one example", "1 データの要素数"), math.prod(shape) / n)
        )
        if n > 1:
            yield Text("(N - 1)/N", "(N - 1)/N"), (n - 1) / n
            yield Text("N/(N - 1)", "N/(N - 1)"), n / (n - 1)
            yield Text("sqrt((N - 1)/N)", "√((N - 1)/N)"), math.sqrt((n - 1) / n)
    for text, value in sizes:
        if value > 1:
            yield text, float(value)
            yield Text(f"1/({text.en})", f"1/({text.ja})"), 1 / value
            yield Text(f"1/({text.en})^2", f"1/({text.ja})^2"), 1 / value**2
            yield Text(f"sqrt({text.en})", f"√({text.ja})"), math.sqrt(value)
    if "kernel_size" in case.config:
        kernel = case.config["kernel_size"]
        area = kernel[0] * kernel[1] if isinstance(kernel, tuple) else kernel**2
        yield Text("the window's size", "窓の要素数"), float(area)
        yield Text("1/(the window's size)", "1/(窓の要素数)"), 1 / area
    for name, value in case.config.items():
        if not isinstance(value, float):
            continue
        yield Text(f"(1 - {name})", f"(1 - {name})"), 1 - value
        if value:
            yield Text(name, name), value
            yield Text(f"1/{name}", f"1/{name}"), 1 / value
        if value != 1:
            yield Text(f"1/(1 - {name})", f"1/(1 - {name})"), 1 / (1 - value)
    yield Text("sqrt(2)", "√2"), math.sqrt(2)
    yield Text("1/sqrt(2)", "1/√2"), math.sqrt(0.5)


def missing_factor(e: Evidence) -> Cause | None:
    """Find an array that should have been multiplied in, or was once too often."""
    found = [c for c in e.numbers if np.any(c.right) and len(c.case.inputs) == 1]
    found = [replace(c, case=e.with_defaults(c.case)) for c in found]
    if not found:
        return None
    for name, _ in _factors(found[0]):
        for times, en, ja in (
            (True, "is not multiplied by {}", "に{}が掛かっていない"),
            (False, "is multiplied by {} once too often", "に{}が余分に掛かっている"),
        ):
            if all(_is_factor(c, name, times) for c in found):
                shown = "dy, the upstream gradient" if name == "dy" else name
                shown_ja = {"dy": "上流の勾配 dy", **STATISTICS}.get(name, f" {name} ")
                return cause(
                    "missing_term" if times else "constant_factor",
                    f"{e.plain} {en.format(shown)}.",
                    f"{e.plain} {ja.format(shown_ja)}。",
                )
    return None


def _factors(c: Comparison) -> Iterator[tuple[str, np.ndarray]]:
    for name, array in [*arrays_of(c.case), *_statistics(c.case)]:
        if array.dtype.kind == "f" and f"d{name}" != c.quantity:
            for placed in _placed(array, c.right):
                yield name, placed


STATISTICS = {
    "the mean of x": " x の平均",
    "the standard deviation of x": " x の標準偏差",
    "the variance of x": " x の分散",
}


def _statistics(case: DrawnCase) -> Iterator[tuple[str, np.ndarray]]:
    """Yield what is computed from the first input on the way: mean and deviation by channel."""
    if len(case.inputs) != 1 or not case.inputs[0]:
        return
    x = next(iter(case.inputs[0].values()))
    if x.dtype.kind != "f" or x.ndim not in (2, 4):
        return
    axes = (0, 2, 3)[: x.ndim - 1]
    epsilon = case.config.get("epsilon", 0.0)
    yield "the mean of x", x.mean(axis=axes)
    yield "the standard deviation of x", np.sqrt(x.var(axis=axes) + epsilon)
    yield "the variance of x", x.var(axis=axes) + epsilon


def _placed(array: np.ndarray, like: np.ndarray) -> Iterator[np.ndarray]:
    """Yield ``array`` as it meets ``like`` elementwise: whole, by channel, or as a scalar."""
    if array.shape == like.shape:
        yield array
    elif array.ndim == 1 and like.ndim > 1:
        if like.shape[-1] == array.size:
            yield np.broadcast_to(array, like.shape)
        if like.shape[1] == array.size:
            yield np.broadcast_to(array.reshape(-1, *[1] * (like.ndim - 2)), like.shape)
        if like.shape[0] == array.size:
            yield np.broadcast_to(array.reshape(-1, *[1] * (like.ndim - 1)), like.shape)


def _is_factor(c: Comparison, name: str, missing: bool) -> bool:
    a, b = array_of(c), c.right
    for other, factor in _factors(c):
        if other != name:
            continue
        if near(a * factor, b) if missing else near(a, b * factor):
            return True
    return False


def missing_term(e: Evidence) -> Cause | None:
    """Find an array that should have been added, or was once too often."""
    found = e.numbers
    if not found:
        return None
    for name, _ in _factors(found[0]):
        for sign, en, ja in (
            (-1.0, "{} is not added", "{} が加えられていない"),
            (1.0, "{} is added once too often", "{} が余分に加えられている"),
            (-2.0, "{} is subtracted instead of added", "{} が加算ではなく減算されている"),
        ):
            if all(_is_term(c, name, sign) for c in found):
                return cause(
                    "missing_term",
                    f"{e.plain}: {en.format(name)}.",
                    f"{e.plain} で {ja.format(name)}。",
                )
    return None


def _is_term(c: Comparison, name: str, sign: float) -> bool:
    rest = array_of(c) - c.right
    return any(near(rest, sign * term) for other, term in _factors(c) if other == name)


def same_for_all(e: Evidence) -> Cause | None:
    """Find a difference that is the same along an axis: a mean or a sum that is missing."""
    found = [c for c in e.numbers if c.right.ndim > 1 and c.right.shape[0] > 2]
    if not found:
        return None
    for axis, en, ja in (
        (0, "for every example", "すべてのデータ"),
        (-1, "along the last axis", "最後の軸"),
    ):
        if all(_constant_along(array_of(c) - c.right, axis) for c in found):
            return cause(
                "unknown",
                f"{e.plain} is off by the same amount {en}. A term that is the same there, such as "
                "a mean or a sum, is one to look at.",
                f"{e.plain} のずれが{ja}について同じである。"
                "平均や和のように、そこで一定になる項を確認するとよい。",
            )
    return None


def _constant_along(rest: np.ndarray, axis: int) -> bool:
    if rest.shape[axis] < 2:  # a single number is the same as itself
        return False
    return near(rest, np.broadcast_to(rest.mean(axis=axis, keepdims=True), rest.shape))


def scaled_term(e: Evidence) -> Cause | None:
    """Find a term that a listed mistake leaves out, here with another size or sign."""
    from parity.harness.mistakes import with_mistake

    found = e.numbers
    if not found or len(found) < len(e.wrong):
        return None
    for mistake in e.concept.mistakes:
        if not leaves_out_a_term(mistake):
            continue
        try:
            implementation = with_mistake(e.concept, mistake)
        except Exception:
            continue
        ratios = []
        for c in found:
            mistaken = e.ours(e.applied(c.case), implementation)
            other = mistaken.quantities.get(e.plain) if mistaken else None
            if other is None or other.shape != c.right.shape or c.right.size < 2:
                break
            ratio = ratio_of(array_of(c) - c.right, c.right - other)
            if ratio is None:
                break
            ratios.append(ratio)
        if len(ratios) < len(found) or not all(abs(r - ratios[0]) < 1e-6 for r in ratios):
            continue
        times = 1 + ratios[0]
        if near_number(times, -1.0):
            return Cause(
                "sign",
                Text(
                    f"{e.plain}: one term has the wrong sign. About that term: {mistake.why.en}",
                    f"{e.plain} の項のうち 1 つの符号が逆である。その項について:{mistake.why.ja}",
                ),
                ours=mistake.line,
            )
        if abs(times) > 1e-9 and abs(times - 1) > 1e-9:
            return Cause(
                "constant_factor",
                Text(
                    f"{e.plain}: one term is {times:.6g} times what it should be. About that "
                    f"term: {mistake.why.en}",
                    f"{e.plain} の項のうち 1 つが {times:.6g} 倍になっている。"
                    f"その項について:{mistake.why.ja}",
                ),
                ours=mistake.line,
            )
    return None


def leaves_out_a_term(mistake: Mistake) -> bool:
    """Tell whether a listed mistake leaves a term of a sum out, and does nothing else."""
    wrong = shape_of(mistake.wrong)
    return any(
        slip.kind == "term_dropped" and shape_of(slip.wrong) == wrong
        for slip in slips(mistake.line)
    )


def factor_by_row(e: Evidence) -> Cause | None:
    """Find a factor of its own for each row: a sum over the wrong axis."""
    found = [c for c in e.numbers if c.right.ndim > 1 and c.right.shape[-1] > 1]
    telling = [c for c in found if np.all(c.right)]
    if not telling or len(found) < len(e.wrong) or e.concept.kind == "optimizer":
        return None
    for axis, en, ja in ((-1, "row", "行"), (0, "column", "列")):
        if all(_by_slice(array_of(c), c.right, axis) for c in found):
            return cause(
                "unknown",
                f"Each {en} of {e.plain} is off by a factor of its own. What each {en} is divided "
                "or multiplied by is the first thing to look at.",
                f"{e.plain} の各{ja}がそれぞれ別の倍率でずれている。"
                f"各{ja}に掛ける数、または割る数を最初に確認するとよい。",
            )
    return None


def _by_slice(a: np.ndarray, b: np.ndarray, axis: int) -> bool:
    if not np.all(b):
        return True  # zeros say nothing
    ratio = a / b
    if not np.all(ratio):
        return False  # zeros are no factor
    return near(ratio, np.broadcast_to(ratio.mean(axis=axis, keepdims=True), ratio.shape))
