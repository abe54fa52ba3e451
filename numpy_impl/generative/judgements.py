"""What a discriminator says of its examples, checked, and the sigmoid of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float


def judgements(from_logits: bool, **given: ArrayLike) -> list[np.ndarray]:
    """Return logits, or probabilities strictly between 0 and 1, as floats.

    Raises:
        ValueError: if there are none, or a probability has no finite logarithm.
    """
    found = []
    for name, array in given.items():
        d = as_float(name, array)
        if d.size == 0:
            raise ValueError(f"The mean of no examples is not defined: {name} is {d.shape}.")
        outside = ~((d > 0) & (d < 1))
        if not from_logits and outside.any():
            raise ValueError(
                f"{name} holds {d[outside][0]:g}, but must be greater than 0 and less than 1; "
                f"for logits, say from_logits=True."
            )
        found.append(d)
    dtype = found[0].dtype
    return [d.astype(dtype, copy=False) for d in found]


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + e^-a), without overflow."""
    return np.exp(-np.logaddexp(0, -a))
