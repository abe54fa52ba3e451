"""One-hot rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.indices import as_indices


def one_hot(idx: ArrayLike, n_classes: int) -> np.ndarray:
    """Return a row for each index: 1 in its place, 0 elsewhere.

    Args:
        idx: integers from 0 to n_classes - 1, of any shape (...).
        n_classes: how many classes or words there are.

    Returns:
        y (..., n_classes) in float64.

    Raises:
        ValueError: if an index is not an integer, or outside.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 12.4.2.
    """
    idx = as_indices("idx", idx, n_classes)
    classes = np.arange(n_classes)
    return (idx[..., None] == classes).astype(np.float64)
