"""How sizes and padding are given: one number, or one for each axis or side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from numpy_impl.validation import require_choice

Pair = tuple[int, int]
Sides = tuple[Pair, Pair]
"""((top, bottom), (left, right))."""

Padding = int | str | Sequence[int | Sequence[int]]
AXES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}
"""What the axes of space are called."""

MODES = ("zeros", "edge", "reflect", "circular")
"""What the added elements may hold."""


def each(name: str, value: Any, n_axes: int, least: int = 1) -> tuple[int, ...]:
    """Return one integer for each axis, each at least ``least``; one number stands for all."""
    numbers = tuple(value) if isinstance(value, Iterable) else (value,) * n_axes
    whole = all(isinstance(n, int | np.integer) and n >= least for n in numbers)
    if len(numbers) != n_axes or not whole:
        count = {1: "one integer", 2: "one or two integers", 3: "one or three integers"}[n_axes]
        raise ValueError(f"{name} is {value}, but must be {count} of at least {least}.")
    return tuple(int(n) for n in numbers)


def pair(name: str, value: Any, least: int = 1) -> Pair:
    """Return (height, width), each at least ``least``; one number stands for both."""
    height, width = each(name, value, 2, least)
    return height, width


def sides_of(padding: Any, n_axes: int) -> tuple[Pair, ...]:
    """Return (before, after) for each axis, of n, one number an axis, or the pairs as they are.

    Of a single axis two numbers are (before, after).
    """
    if isinstance(padding, Iterable):
        along = list(padding)
        if n_axes == 1 and len(along) == 2:
            along = [along]
    else:
        along = [padding] * n_axes
    found = [tuple(p) if isinstance(p, Iterable) else (p, p) for p in along]
    whole = all(isinstance(n, int | np.integer) and n >= 0 for p in found for n in p)
    if len(found) != n_axes or any(len(p) != 2 for p in found) or not whole:
        named = ", ".join(AXES[n_axes])
        uneven = {1: "(before, after)", 2: "((top, bottom), (left, right))"}
        told = uneven.get(n_axes, "three pairs (before, after)")
        alike = f"({named}) or " if n_axes > 1 else ""
        raise ValueError(
            f"padding is {padding}, but must be n, {alike}{told}, of integers that are not "
            "negative."
        )
    return tuple((int(before), int(after)) for before, after in found)


def sides(padding: Any) -> Sides:
    """Return ((top, bottom), (left, right)) of n, (height, width), or the four as they are."""
    rows, columns = sides_of(padding, 2)
    return rows, columns


def sides_or_same(padding: Padding) -> Any:
    """Return the same, or the name where it depends on the image; ``"valid"`` is no padding."""
    if isinstance(padding, str):
        require_choice("padding", padding, ("valid", "same", "same_lower"))
        return padding if padding != "valid" else ((0, 0), (0, 0))
    return sides(padding)


def share_of_same(total: int, padding: str) -> Pair:
    """Return (before, after) of ``total`` added elements.

    Of an odd number ``"same"`` puts the larger half behind, as TensorFlow does, and
    ``"same_lower"`` before; ``"causal"`` puts all of them before.
    """
    less = total // 2
    return {"same": (less, total - less), "same_lower": (total - less, less)}.get(
        padding, (total, 0)
    )


def surrounded(x: np.ndarray, added: Iterable[Pair], value: float = 0.0) -> np.ndarray:
    """Return a new array: x with (before, after) elements of ``value`` added along each axis.

    As np.pad does, of which layers use this one way, in an eighth of its time for a small x.
    """
    added = tuple(added)
    whole = [before + n + after for n, (before, after) in zip(x.shape, added, strict=True)]
    found = np.full(whole, value, dtype=x.dtype)
    inside = [slice(before, before + n) for n, (before, _) in zip(x.shape, added, strict=True)]
    found[tuple(inside)] = x
    return found
