"""Checks of arguments: a shape that does not fit is an error here, never a silent broadcast."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

FLOATS = {np.dtype(np.float32), np.dtype(np.float64)}
"""The types that stay as they are."""


def as_float(name: str, value: ArrayLike) -> np.ndarray:
    """Return ``value`` as a float array: float32 and float64 stay, integers become float64.

    Raises:
        ValueError: if the values are not real numbers.
    """
    array = np.asarray(value)
    if array.dtype in FLOATS:
        return array
    if array.dtype.kind in "biuf":
        return array.astype(np.float64)
    raise ValueError(f"{name} must hold real numbers, but its dtype is {array.dtype}.")


def require_shape(name: str, array: np.ndarray, expected: Sequence[int | None]) -> None:
    """Check that ``array`` has the ``expected`` shape; ``None`` matches any length.

    Raises:
        ValueError: naming the shape that came and the shape that was expected.
    """
    if len(array.shape) == len(expected):
        # A loop: every layer asks this at every call, and all() takes twice the time.
        for got, want in zip(array.shape, expected, strict=True):
            if want is not None and got != want:
                break
        else:
            return
    wanted = ", ".join("any" if n is None else str(n) for n in expected)
    wanted += "," if len(expected) == 1 else ""
    raise ValueError(f"{name} has shape {array.shape}, but ({wanted}) was expected.")


def require_choice(name: str, value: object, choices: Sequence[object]) -> None:
    """Check that ``value`` is one of ``choices``.

    Raises:
        ValueError: listing the choices.
    """
    if value not in choices:
        listed = ", ".join(repr(choice) for choice in choices)
        raise ValueError(f"{name} is {value!r}, but must be one of {listed}.")


def require_fraction(name: str, value: float) -> None:
    """Check that ``0 <= value < 1``.

    Raises:
        ValueError: if it does not hold.
    """
    if not 0 <= value < 1:
        raise ValueError(f"{name} is {value}, but must be at least 0 and less than 1.")


def require_not_negative(name: str, value: float) -> None:
    """Check that ``value >= 0``.

    Raises:
        ValueError: if it does not hold.
    """
    if not value >= 0:
        raise ValueError(f"{name} is {value}, but must not be negative.")
