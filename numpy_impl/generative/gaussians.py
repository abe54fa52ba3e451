"""Checks of what an encoder says: a mean and a logarithm of a variance for each number."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def gaussians(mu: ArrayLike, log_var: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and log variance (..., n_latent) as floats of one type.

    Raises:
        ValueError: if their shapes differ, or there is no last axis to sum over.
    """
    mu = as_float("mu", mu)
    log_var = as_float("log_var", log_var).astype(mu.dtype, copy=False)
    if mu.ndim == 0:
        raise ValueError(f"mu has shape {mu.shape}, but (..., n_latent) is needed.")
    require_shape("log_var", log_var, mu.shape)
    return mu, log_var


def require_widths(log_var: np.ndarray) -> None:
    """Check that no sigma is 0.

    Raises:
        ValueError: if one is: its density is 0 where that of the standard normal is positive, and
            their divergence infinite.
    """
    if np.isneginf(log_var).any():
        raise ValueError(
            "log_var holds -inf, so sigma is 0 where that of N(0, 1) is 1: the divergence is "
            "infinite."
        )
