"""Gradient clipping by global norm."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from numpy_impl.gradients.clipping import require_clipping
from numpy_impl.validation import as_float


def clip_by_global_norm(
    gradients: Sequence[np.ndarray], max_norm: float, epsilon: float = 0.0
) -> list[np.ndarray]:
    """Return the gradients, all scaled by one factor so that together they are max_norm long.

    The norm is that of all of them laid end to end, so the direction of the whole step stays;
    clipping each by its own norm would turn it.

    Args:
        gradients: arrays of any shapes.
        max_norm: the greatest length that is left alone, greater than 0.
        epsilon: added to the norm; 1e-6 in PyTorch.

    Source:
        Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural
        networks, algorithm 1, with the gradient of all parameters.
    """
    gradients = [as_float("every gradient", g) for g in gradients]
    max_norm, epsilon = require_clipping(max_norm, epsilon)
    norm = math.sqrt(sum(float(np.sum(g * g)) for g in gradients))
    rate = max_norm / max(norm + epsilon, max_norm)
    return [rate * g for g in gradients]
