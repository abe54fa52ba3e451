"""The reparameterization trick."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.gaussians import gaussians
from numpy_impl.validation import as_float, require_shape


def reparameterize(mu: ArrayLike, log_var: ArrayLike, eps: ArrayLike) -> np.ndarray:
    """Return z = mu + sigma eps with sigma = exp(log_var / 2): a draw from N(mu, sigma^2).

    The noise eps is drawn from N(0, 1) outside, so that z is an ordinary function of mu and
    log_var, and a gradient goes back through the draw.

    Args:
        mu: the means (..., n_latent).
        log_var: log sigma^2, of any sign (..., n_latent).
        eps: the noise (..., n_latent).

    Returns:
        z (..., n_latent).

    Source:
        Kingma and Welling (2014), Auto-encoding variational Bayes, section 2.4.
    """
    mu, log_var, eps = _given(mu, log_var, eps)
    sigma = np.exp(0.5 * log_var)
    return mu + sigma * eps


def reparameterize_backward(
    dz: np.ndarray, mu: ArrayLike, log_var: ArrayLike, eps: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of mu and log_var; the noise has none.

    Args:
        dz: the gradient of z (..., n_latent).
        mu: as it was given.
        log_var: as it was given.
        eps: the very noise that z was made with.

    Returns:
        (dmu, dlog_var), both (..., n_latent).
    """
    mu, log_var, eps = _given(mu, log_var, eps)
    dz = as_float("dz", dz)
    require_shape("dz", dz, mu.shape)
    sigma = np.exp(0.5 * log_var)
    dmu = dz.copy()
    dsigma = dz * eps
    dlog_var = dsigma * 0.5 * sigma  # sigma is its own derivative, times the inner 1/2
    return dmu, dlog_var


def _given(
    mu: ArrayLike, log_var: ArrayLike, eps: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the three as floats of one type and shape."""
    mu, log_var = gaussians(mu, log_var)
    eps = as_float("eps", eps).astype(mu.dtype, copy=False)
    require_shape("eps", eps, mu.shape)
    return mu, log_var, eps
