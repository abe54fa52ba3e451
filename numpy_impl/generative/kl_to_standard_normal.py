"""The KL divergence of a diagonal Gaussian from the standard normal distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.gaussians import gaussians, require_widths
from numpy_impl.losses.reducing import reduced, shared


def kl_to_standard_normal(mu: ArrayLike, log_var: ArrayLike, reduction: str = "mean") -> np.ndarray:
    """Return KL(N(mu, sigma^2) || N(0, 1)), log_var being log sigma^2, in nats.

    Its closed form: KL = 1/2 sum_d (mu_d^2 + sigma_d^2 - 1 - log sigma_d^2). It is never negative,
    and 0 where mu = 0 and sigma = 1.

    Args:
        mu: the means (..., n_latent).
        log_var: log sigma^2 (..., n_latent).
        reduction: ``"none"``, ``"sum"`` or ``"mean"``, over the examples; the n_latent numbers of
            one example are always summed.

    Returns:
        KL: a scalar, or (...) with ``reduction="none"``.

    Source:
        Kingma and Welling (2014), Auto-encoding variational Bayes, appendix B.
    """
    mu, log_var = gaussians(mu, log_var)
    require_widths(log_var)
    # expm1 keeps sigma^2 - 1 where sigma is nearly 1.
    kl = 0.5 * (mu**2 + np.expm1(log_var) - log_var).sum(axis=-1)
    return reduced(kl, reduction)


def kl_to_standard_normal_backward(
    dkl: ArrayLike, mu: ArrayLike, log_var: ArrayLike, reduction: str = "mean"
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of mu and log_var.

    Args:
        dkl: the gradient of the reduced KL.
        mu: as it was given.
        log_var: as it was given.
        reduction: as it was given.

    Returns:
        (dmu, dlog_var), both (..., n_latent).
    """
    mu, log_var = gaussians(mu, log_var)
    each = shared(dkl, mu.sum(axis=-1), reduction)[..., np.newaxis]
    dmu = each * mu
    dlog_var = each * 0.5 * np.expm1(log_var)
    return dmu, dlog_var
