"""Arrays as text that can be pasted."""

from __future__ import annotations

import numpy as np

WIDTH = 96

DIGITS = 6
"""How many digits are shown for comparing by eye."""

MOST_DIGITS = 17


def literal(array: np.ndarray) -> str:
    """Return an array as a NumPy expression that gives exactly the same numbers."""
    array = np.asarray(array)
    if array.ndim == 0:
        return _number(float(array))
    text = np.array2string(
        array,
        separator=", ",
        max_line_width=WIDTH,
        threshold=10**9,
        formatter={"float_kind": _number, "int_kind": lambda v: str(int(v))},  # type: ignore[arg-type]
    )
    text = text.replace("\n", "\n" + " " * len("np.array("))
    return f"np.array({text})"


def short(array: np.ndarray, digits: int = DIGITS) -> str:
    """Return an array as text of few digits, for comparing by eye."""
    return np.array2string(
        np.asarray(array), separator=", ", max_line_width=WIDTH, threshold=60, precision=digits
    )


def short_pair(yours: np.ndarray, right: np.ndarray) -> tuple[str, str]:
    """Return two arrays as text, with as many digits as it takes to see that they differ."""
    for digits in range(DIGITS, MOST_DIGITS):
        pair = short(yours, digits), short(right, digits)
        if pair[0] != pair[1]:
            return pair
    return short(yours, MOST_DIGITS), short(right, MOST_DIGITS)


def _number(value: float) -> str:
    value = float(value)
    if value != value:
        return "np.nan"
    if value in (float("inf"), float("-inf")):
        return "np.inf" if value > 0 else "-np.inf"
    return repr(value)
