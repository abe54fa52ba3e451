"""Mini-batch (exam)."""

from __future__ import annotations

import numpy as np


def minibatch(
    data_x: np.ndarray, data_t: np.ndarray, i: int, batch_size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the batch that begins at example i; the last one may be shorter.

    Args:
        data_x: the examples (N, ...).
        data_t: their targets (N, ...).
        i: the first example of the batch, from 0 to N.
        batch_size: how many examples, at least 1.

    Returns:
        (data_x[i:i_end], data_t[i:i_end]), views into the data, of min(batch_size, N - i) examples.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.1.3.
    """
    data_x, data_t = np.asarray(data_x), np.asarray(data_t)
    if data_x.shape[:1] != data_t.shape[:1] or data_x.ndim == 0:
        raise ValueError(
            f"data_x has shape {data_x.shape} and data_t {data_t.shape}, but both need the N "
            "examples as their first axis."
        )
    N = len(data_x)
    if not 0 <= i <= N:
        raise ValueError(f"i is {i}, but must be from 0 to the {N} examples that there are.")
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}, but must be at least 1.")
    i_end = min(i + batch_size, N)
    return data_x[i:i_end], data_t[i:i_end]
