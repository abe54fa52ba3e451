"""Checks of a small world that is given as tables, and of a policy."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def as_probabilities(name: str, p: np.ndarray) -> np.ndarray:
    """Return p, whose last axis must hold probabilities that sum to 1.

    Raises:
        ValueError: naming the first row that does not, and what it holds.
    """
    if (p < 0).any():
        at = _first(p < 0)
        raise ValueError(f"{name}{list(at)} is {p[at]:g}, which is no probability.")
    sums = p.sum(axis=-1)
    off = ~(np.abs(sums - 1) <= 1e-6)
    if off.any():
        at = _first(off)
        raise ValueError(f"{name}{list(at)} sums to {sums[at]:.9g}, but must sum to 1.")
    return p


def _first(wrong: np.ndarray) -> tuple[int, ...]:
    """Return the place of the first True."""
    return tuple(int(i) for i in np.argwhere(wrong)[0])


def as_world(P: ArrayLike, R: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return P (S, A, S) and R (S, A) as floats of one type.

    Raises:
        ValueError: for shapes that do not fit, and rows of P that do not sum to 1.
    """
    R = as_float("R", R)
    require_shape("R", R, (None, None))
    if R.size == 0:
        raise ValueError(f"R has shape {R.shape}, but there must be a state and an action.")
    P = as_float("P", P).astype(R.dtype)
    require_shape("P", P, (*R.shape, len(R)))
    return as_probabilities("P", P), R


def as_policy(pi: ArrayLike, R: np.ndarray) -> np.ndarray:
    """Return pi, of the type and shape of R (S, A).

    Raises:
        ValueError: for another shape, and rows that do not sum to 1.
    """
    pi = as_float("pi", pi).astype(R.dtype)
    require_shape("pi", pi, R.shape)
    return as_probabilities("pi", pi)


def as_sweeps(sweeps: int | None, gamma: float) -> None:
    """Check how often the values are computed anew, and that without an end they settle.

    Raises:
        ValueError: for fewer than one, and for none with a gamma of 1.
    """
    if sweeps is not None and sweeps < 1:
        raise ValueError(f"sweeps is {sweeps}, but must be at least 1.")
    if sweeps is None and gamma >= 1:
        raise ValueError(f"gamma is {gamma:g}: without a discount, say how many sweeps.")


def sweeps_until_settled(gamma: float) -> int:
    """Return after how many sweeps an error of the values has shrunk below rounding.

    Each one makes it gamma times as large at most.
    """
    return 1 if gamma == 0 else math.ceil(math.log(1e-17) / math.log(gamma))
