"""What an agent earns, an episode after the other: as a curve and as figures."""

from __future__ import annotations

import numpy as np

SMOOTH = 10
"""A curve shows the mean of so many episodes."""

LATE = 50
"""The return of so many of the last episodes is averaged."""


def smoothed(returns: np.ndarray) -> np.ndarray:
    """Return the mean of each episode's return and the nine before it, as many as there are."""
    sums = np.concatenate([[0.0], np.cumsum(returns)])
    end = np.arange(1, len(returns) + 1)
    first = np.maximum(end - SMOOTH, 0)
    return (sums[end] - sums[first]) / (end - first)


def figures(returns: np.ndarray) -> dict[str, float]:
    """Return the mean of the last episodes, and how much larger that of as many others was."""
    late = min(LATE, len(returns))
    means = np.convolve(returns, np.full(late, 1 / late), "valid")
    return {"mean_return": float(means[-1]), "lost": float(means.max() - means[-1])}
