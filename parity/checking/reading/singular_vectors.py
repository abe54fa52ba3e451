"""Singular vectors as people give them: of either sign, and V or its transpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from parity.describing.concept import DrawnCase, Text

TOLD = Text(
    "Singular vectors have no sign of their own: each pair was turned as ours, the largest element "
    "of a column positive.",
    "特異ベクトルの符号は決まらないので、列ごとに絶対値が最大の要素が正になるように、"
    "組ごとに揃えて比べた。",
)
TOLD_TRANSPOSED = Text(
    "Its V is the transpose of ours, a row for each singular value.",
    "V は転置されている(特異値ごとに1行)ものとみなした。",
)


def turned(case: DrawnCase, given: Any, transposed: bool) -> Any:
    """Return a function's results with our signs, V with its vectors as columns.

    Singular values on the diagonal of a matrix are taken from there. What does not look like a
    decomposition stays as it is.
    """
    names: Sequence[str] = case.options["outputs"]
    left, right = case.options["signs"]
    if not isinstance(given, tuple | list) or len(given) != len(names):
        return given
    found = dict(zip(names, (np.asarray(part) for part in given), strict=True))
    if transposed:
        found["V"] = found["V"].T
    for name in set(names) - {left, right}:
        if found[name].ndim == 2 and np.array_equal(found[name], np.diag(np.diag(found[name]))):
            found[name] = np.diag(found[name])
    U, V = found[left], found[right]
    if U.ndim == V.ndim == 2 and U.size and U.dtype.kind == V.dtype.kind == "f":
        sign = np.sign(np.take_along_axis(U, np.abs(U).argmax(axis=0)[None], axis=0))
        found[left] = U * sign
        if V.shape[1] == U.shape[1]:
            found[right] = V * sign
    return tuple(found[name] for name in names)
