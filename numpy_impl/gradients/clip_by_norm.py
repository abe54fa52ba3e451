"""Gradient clipping by norm."""

from __future__ import annotations

import math

import numpy as np

from numpy_impl.gradients.clipping import require_clipping
from numpy_impl.validation import as_float


def clip_by_norm(g: np.ndarray, max_norm: float, epsilon: float = 0.0) -> np.ndarray:
    """Return g, scaled down to the length max_norm if it is longer; the direction stays.

    With epsilon = 0 this is the exam's ``gradient_clipping(grad, threshold)``: multiply by
    threshold / norm where that is less than 1. PyTorch adds epsilon = 1e-6 to the norm.

    Args:
        g: a gradient, of any shape.
        max_norm: the greatest length that is left alone, greater than 0.
        epsilon: added to the norm.

    Source:
        Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural
        networks, algorithm 1.
    """
    g = as_float("g", g)
    max_norm, epsilon = require_clipping(max_norm, epsilon)
    norm = math.sqrt(float(np.sum(g * g)))
    # 1 where g is short enough; a zero gradient divides by max_norm, not by 0.
    rate = max_norm / max(norm + epsilon, max_norm)
    return rate * g
