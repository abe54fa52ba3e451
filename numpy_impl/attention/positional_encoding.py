"""The sinusoidal positional encoding."""

from __future__ import annotations

import numpy as np


def positional_encoding(T: int, d: int, base: float = 10000.0) -> np.ndarray:
    """Return a vector for each position, that is added to the embedding of the word there.

        P[t, 2i] = sin(t / base^(2i / d))
        P[t, 2i + 1] = cos(t / base^(2i / d))

    Args:
        T: how many positions.
        d: length of each vector, that of the embedding; of an odd one the last cosine is left out.
        base: the slowest waves are nearly this many times longer than the fastest.

    Returns:
        P (T, d), position by position.

    Raises:
        ValueError: if a number is too small.

    Source:
        Vaswani et al. (2017), Attention is all you need, section 3.5.
    """
    if T < 0 or d < 1 or not base > 0:
        raise ValueError(f"T {T} must be at least 0, d {d} at least 1, and base {base} above 0.")
    t = np.arange(T)[:, None]
    i = np.arange((d + 1) // 2)
    angle = t / base ** (2 * i / d)
    P = np.zeros((T, d))
    P[:, 0::2], P[:, 1::2] = np.sin(angle), np.cos(angle)[:, : d // 2]
    return P
