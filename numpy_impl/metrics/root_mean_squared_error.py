"""Root mean squared error."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import of_one_shape


def root_mean_squared_error(y: ArrayLike, t: ArrayLike) -> np.ndarray:
    """Return sqrt(mean((y - t)^2)), an error in the unit of y.

    Args:
        y: the predictions, of any shape.
        t: the true values, of the same shape.

    Returns:
        A scalar: the root of the mean over all values.

    Raises:
        ValueError: if there are no values.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 5.1.4.
    """
    y, t = of_one_shape("y", y, t)
    if not y.size:
        raise ValueError("y has no values, but the mean of none is not defined.")
    return np.sqrt(np.mean((y - t) ** 2))
