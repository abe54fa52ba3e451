"""The evidence lower bound of a variational autoencoder."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.gaussians import gaussians, require_widths
from numpy_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from numpy_impl.losses.reducing import reduced, shared
from numpy_impl.validation import as_float, require_choice, require_shape

LIKELIHOODS = ("bernoulli", "gaussian")


def evidence_lower_bound(
    x: ArrayLike,
    x_hat: ArrayLike,
    mu: ArrayLike,
    log_var: ArrayLike,
    likelihood: str = "bernoulli",
    reduction: str = "mean",
    constant: bool = True,
    as_loss: bool = False,
) -> np.ndarray:
    """Return the bound log p(x | z) - KL(q(z | x) || N(0, 1)), which is at most log p(x).

    - Bernoulli: log p(x | z) = sum_i x_i log x_hat_i + (1 - x_i) log(1 - x_hat_i), the
      binary cross-entropy with its sign turned, summed over the pixels.
    - Gaussian of variance 1: log p(x | z) = -1/2 sum_i (x_i - x_hat_i)^2 - n/2 log(2 pi).

    Args:
        x: what was to be reconstructed (..., n).
        x_hat: what the decoder made of z (..., n): probabilities, or the Gaussian's means.
        mu: the means of q (..., n_latent).
        log_var: log sigma^2 of q (..., n_latent).
        likelihood: ``"bernoulli"`` or ``"gaussian"``.
        reduction: ``"none"``, ``"sum"`` or ``"mean"``, over the examples.
        constant: whether the Gaussian's n/2 log(2 pi) is taken off.
        as_loss: whether the sign is turned, so that it can be minimized.

    Returns:
        the bound: a scalar, or (...) with ``reduction="none"``.

    Source:
        Kingma and Welling (2014), Auto-encoding variational Bayes, eq. 10 and appendix C.
    """
    x, x_hat, mu, log_var = _given(x, x_hat, mu, log_var, likelihood)
    if likelihood == "bernoulli":
        log_p = -BinaryCrossEntropy("none").forward(x_hat, x).sum(axis=-1)
    else:
        log_p = -0.5 * ((x - x_hat) ** 2).sum(axis=-1)
        if constant:
            log_p = log_p - 0.5 * x.shape[-1] * float(np.log(2 * np.pi))
    kl = 0.5 * (mu**2 + np.expm1(log_var) - log_var).sum(axis=-1)
    bound = log_p - kl
    return reduced(-bound if as_loss else bound, reduction)


def evidence_lower_bound_backward(
    dbound: ArrayLike,
    x: ArrayLike,
    x_hat: ArrayLike,
    mu: ArrayLike,
    log_var: ArrayLike,
    likelihood: str = "bernoulli",
    reduction: str = "mean",
    constant: bool = True,
    as_loss: bool = False,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients of x_hat, mu and log_var.

    Args:
        dbound: the gradient of the reduced bound.
        x: as it was given.
        x_hat: as it was given.
        mu: as it was given.
        log_var: as it was given.
        likelihood: as it was given.
        reduction: as it was given.
        constant: as it was given; it has no gradient.
        as_loss: as it was given.

    Returns:
        (dx_hat, dmu, dlog_var).
    """
    x, x_hat, mu, log_var = _given(x, x_hat, mu, log_var, likelihood)
    each = shared(dbound, mu.sum(axis=-1), reduction)[..., np.newaxis]
    if as_loss:
        each = -each
    if likelihood == "bernoulli":
        loss = BinaryCrossEntropy("none")
        loss.forward(x_hat, x)
        dx_hat = -loss.backward(np.broadcast_to(each, x.shape))
    else:
        dx_hat = each * (x - x_hat)
    dmu = -each * mu
    dlog_var = -each * 0.5 * np.expm1(log_var)
    return dx_hat, dmu, dlog_var


def _given(
    x: ArrayLike, x_hat: ArrayLike, mu: ArrayLike, log_var: ArrayLike, likelihood: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the arrays as floats of the type of x_hat, one Gaussian for each example."""
    require_choice("likelihood", likelihood, LIKELIHOODS)
    x_hat = as_float("x_hat", x_hat)
    x = as_float("x", x).astype(x_hat.dtype, copy=False)
    require_shape("x", x, x_hat.shape)
    mu, log_var = (a.astype(x_hat.dtype, copy=False) for a in gaussians(mu, log_var))
    require_shape("mu", mu, (*x.shape[:-1], mu.shape[-1]))
    require_widths(log_var)
    return x, x_hat, mu, log_var
