"""The negative log-likelihood of a Gaussian."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.reducing import reduced, shared
from numpy_impl.validation import as_float, require_shape


def gaussian_nll(
    mu: ArrayLike,
    t: ArrayLike,
    var: ArrayLike,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> np.ndarray:
    """Return L = 1/2 (log var + (t - mu)^2 / var), of targets t under N(mu, var).

    The network says how sure it is: a large variance excuses a large error, and costs its
    logarithm. With one variance for all it is the squared error.

    Args:
        mu: the predicted means, of any shape.
        t: the targets, of the shape of mu.
        var: the predicted variances, of the shape of mu, not negative.
        full: whether the constant 1/2 log 2 pi is added.
        eps: the variance counts as so much at least. Its gradient is that of eps then, as
            PyTorch has it, so that it can grow again.
        reduction: ``"none"``, ``"sum"`` or ``"mean"``, over every element.

    Returns:
        L: a scalar, or the shape of mu with ``reduction="none"``.

    Source:
        Nix and Weigend (1994), Estimating the mean and variance of the target probability
        distribution, eq. 4.
    """
    mu, t, var = _given(mu, t, var, eps)
    losses = 0.5 * (np.log(var) + (t - mu) ** 2 / var)
    if full:
        losses = losses + 0.5 * math.log(2 * math.pi)
    return reduced(losses, reduction)


def gaussian_nll_backward(
    dL: ArrayLike,
    mu: ArrayLike,
    t: ArrayLike,
    var: ArrayLike,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of mu and var.

    Args:
        dL: the gradient of the reduced loss.
        mu: as it was given.
        t: as it was given.
        var: as it was given.
        full: as it was given; a constant has no gradient.
        eps: as it was given.
        reduction: as it was given.

    Returns:
        (dmu, dvar), both of the shape of mu.
    """
    mu, t, var = _given(mu, t, var, eps)
    each = shared(dL, mu, reduction)
    dmu = each * (mu - t) / var
    dvar = each * 0.5 * (1 / var - (t - mu) ** 2 / var**2)
    return dmu, dvar


def _given(
    mu: ArrayLike, t: ArrayLike, var: ArrayLike, eps: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the three as floats of the type of mu, the variance no less than eps."""
    mu = as_float("mu", mu)
    t = as_float("t", t).astype(mu.dtype, copy=False)
    var = as_float("var", var).astype(mu.dtype, copy=False)
    require_shape("t", t, mu.shape)
    require_shape("var", var, mu.shape)
    if not eps > 0:
        raise ValueError(f"eps is {eps}, but must be greater than 0.")
    if (var < 0).any():
        raise ValueError(f"var holds {var[var < 0][0]:g}, but a variance must not be negative.")
    return mu, t, np.maximum(var, mu.dtype.type(eps))
