"""What is counted down a ranking: the examples at or above each score that occurs."""

from __future__ import annotations

import numpy as np


def counted_down(y: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many positive and how many negative examples have at least a score.

    Args:
        y: the scores (N,).
        t: 1 for a positive example, else 0 (N,).

    Returns:
        (tp, fp), each (K,): one for each of the K different scores, the largest first.
    """
    order = np.argsort(-y)
    y, t = y[order], t[order]
    last_of_a_tie = np.append(y[1:] != y[:-1], True)
    return np.cumsum(t)[last_of_a_tie], np.cumsum(1 - t)[last_of_a_tie]
