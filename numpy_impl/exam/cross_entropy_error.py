"""Cross-entropy error (exam)."""

from __future__ import annotations

import numpy as np

from numpy_impl.validation import as_float, require_shape


def cross_entropy_error(d: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return E = -1/N sum_n sum_c d_nc log(y_nc + 1e-7); the 1e-7 keeps log 0 away.

    Args:
        d: one-hot targets (N, C), or (C,) for one example.
        y: probabilities between 0 and 1, of the shape of d.

    Returns:
        E, a scalar.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4, eq. 4.108 (there
        summed over the examples, and without the 1e-7).
    """
    y = as_float("y", y)
    d = as_float("d", d).astype(y.dtype, copy=False)
    require_shape("d", d, y.shape)
    if y.ndim == 1:
        d, y = d.reshape(1, -1), y.reshape(1, -1)  # one example is a batch of one
    if y.ndim != 2 or len(y) == 0:
        raise ValueError(f"y has shape {y.shape}, but (N, C) with N >= 1, or (C,), was expected.")
    outside = (y < 0) | (y > 1)
    if outside.any():
        raise ValueError(f"y holds {y[outside][0]:g}, which is no probability.")
    N = y.shape[0]
    return -np.sum(d * np.log(y + 1e-7)) / N
