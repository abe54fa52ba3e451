"""Transposes, permutations, and axes that were summed or left."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, array_of, cause, near
from parity.checking.report import Cause
from parity.describing.layouts import axis_orders


def transposed(e: Evidence) -> Cause | None:
    """Find the right numbers with their axes in another order."""
    found = [c for c in e.wrong if c.yours is not None and c.right.ndim > 1]
    found = [c for c in found if c.right.ndim == found[0].right.ndim]
    if not found or not all(array_of(c).size == c.right.size for c in found):
        return None
    if all(any(near(array_of(c), moved) for moved in _others(c.right)) for c in found):
        return cause(
            "transposed",
            f"{e.plain} is transposed: the right numbers, with their axes in another order.",
            f"{e.plain} が転置されている。値は正しいが、軸の順が違う。",
        )
    if all(
        any(near(array_of(c).ravel(), moved.ravel()) for moved in _others(c.right)) for c in found
    ):
        return cause(
            "transposed",
            f"{e.plain} has the right numbers in the order of other axes: a transpose before a "
            "reshape is missing or has the wrong axes.",
            f"{e.plain} の値は正しいが並びが違う。reshape の前の transpose が抜けているか、"
            "軸の指定が違う。",
        )
    return None


def _others(array: np.ndarray) -> Iterator[np.ndarray]:
    for moved in axis_orders(array):
        if not (moved.shape == array.shape and np.array_equal(moved, array)):
            yield moved


def permuted(e: Evidence) -> Cause | None:
    """Find the right numbers with slices of one axis in another order."""
    found = [c for c in e.numbers if c.right.ndim > 0 and c.right.size > 1]
    if not found:
        return None
    for axis in range(found[0].right.ndim):
        if any(c.right.ndim <= axis for c in found):
            continue
        orders = [_order(array_of(c), c.right, axis) for c in found]
        if all(order is not None for order in orders):
            order = orders[0]
            assert order is not None
            flipped = order == list(range(len(order)))[::-1]
            first = ", ".join(map(str, order[:6])) + (" …" if len(order) > 6 else "")
            how = "in reverse order" if flipped else f"in the order {first}"
            how_ja = "逆順" if flipped else f" {first} の順"
            return cause(
                "permuted",
                f"{e.plain} has the right numbers {how} along axis {axis}.",
                f"{e.plain} の値は正しいが、軸 {axis} に沿って{how_ja}に並んでいる。",
            )
    return None


def _order(a: np.ndarray, b: np.ndarray, axis: int) -> list[int] | None:
    """Return where each slice of ``a`` stands in ``b``, if it is another order of the same."""
    n = a.shape[axis]
    if n < 2 or n > 64:
        return None
    mine, right = np.moveaxis(a, axis, 0), np.moveaxis(b, axis, 0)
    order: list[int] = []
    for part in mine:
        match = [i for i in range(n) if i not in order and near(part[None], right[i][None])]
        if not match:
            return None
        order.append(match[0])
    return order if order != list(range(n)) else None


def wrong_shape(e: Evidence) -> Cause | None:
    """Find an axis that was summed or averaged, or should have been."""
    found = [c for c in e.wrong if c.yours is not None and not c.numbers]
    if not found:
        return None
    c = found[0]
    a, b = array_of(c), c.right
    for reduce, en, ja in ((np.sum, "summed", "和"), (np.mean, "averaged", "平均")):
        for axes in _subsets(a.ndim):
            if near(np.asarray(reduce(a, axis=axes)), b):
                return cause(
                    "wrong_shape",
                    f"{e.plain} has shape {a.shape} instead of {b.shape}: an axis of length "
                    f"{_lengths(a, axes)} is left that should be {en}.",
                    f"{e.plain} の形が {b.shape} ではなく {a.shape} である。"
                    f"長さ {_lengths(a, axes)} の軸で{ja}を取る必要がある。",
                )
        for axes in _subsets(b.ndim):
            if near(np.asarray(reduce(b, axis=axes)), a):
                return cause(
                    "wrong_shape",
                    f"{e.plain} is {en} over axis {_shown(axes)}, which should stay: shape "
                    f"{a.shape} instead of {b.shape}.",
                    f"{e.plain} で残すべき軸 {_shown(axes)} について{ja}を取っている"
                    f"(形が {b.shape} ではなく {a.shape})。",
                )
    return cause(
        "wrong_shape",
        f"{e.plain} has shape {a.shape}, expected {b.shape}.",
        f"{e.plain} の形が {a.shape} である(正しくは {b.shape})。",
    )


def _subsets(ndim: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, ndim + 1):
        yield from itertools.combinations(range(ndim), size)


def _lengths(array: np.ndarray, axes: tuple[int, ...]) -> str:
    return " and ".join(str(array.shape[axis]) for axis in axes)


def _shown(axes: tuple[int, ...]) -> str:
    return str(axes[0]) if len(axes) == 1 else str(axes)
