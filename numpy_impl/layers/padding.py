"""How sizes and padding are given: one number, or a pair for each axis or side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from numpy_impl.validation import require_choice

Pair = tuple[int, int]
Sides = tuple[Pair, Pair]
"""((top, bottom), (left, right))."""

Padding = int | str | Sequence[int | Sequence[int]]


def pair(name: str, value: Any, least: int = 1) -> Pair:
    """Return (height, width), each at least ``least``; one number stands for both."""
    height, width = _both(value)
    if not all(isinstance(n, int | np.integer) and n >= least for n in (height, width)):
        raise ValueError(f"{name} is {value}, but must be one or two integers of at least {least}.")
    return int(height), int(width)


def sides(padding: Any) -> Sides:
    """Return ((top, bottom), (left, right)) of n, (height, width), or the four as they are."""
    rows, columns = _both(padding)
    (top, bottom), (left, right) = _both(rows), _both(columns)
    if not all(isinstance(n, int | np.integer) and n >= 0 for n in (top, bottom, left, right)):
        raise ValueError(
            f"padding is {padding}, but must be n, (height, width) or "
            "((top, bottom), (left, right)), of integers that are not negative."
        )
    return (int(top), int(bottom)), (int(left), int(right))


def sides_or_same(padding: Padding) -> Any:
    """Return the same, or ``"same"``, which depends on the image; ``"valid"`` is no padding."""
    if isinstance(padding, str):
        require_choice("padding", padding, ("valid", "same"))
        return "same" if padding == "same" else ((0, 0), (0, 0))
    return sides(padding)


def _both(value: Any) -> tuple[Any, Any]:
    """Return one value for each axis or side: two as they are, or one twice."""
    both = tuple(value) if isinstance(value, Iterable) else (value, value)
    return both if len(both) == 2 else (None, None)
