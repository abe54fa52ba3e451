"""The forward noising of a diffusion model, in closed form."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.noise_schedule import schedule, steps_of
from numpy_impl.validation import as_float, require_shape


def diffusion_noising(x0: ArrayLike, t: ArrayLike, eps: ArrayLike, betas: ArrayLike) -> np.ndarray:
    """Return x_t = sqrt(alpha_bar_t) x_0 + sqrt(1 - alpha_bar_t) eps: t + 1 noisings at once.

    A single one is x <- sqrt(1 - beta) x + sqrt(beta) eps. Sums of normal draws are normal, so
    however many there were, one draw does: alpha_bar_t = product of (1 - beta_s) for s <= t.

    Args:
        x0: the clean examples (N, ...).
        t: the step of each, counted from 0 (N,).
        eps: the noise, of the shape of x0.
        betas: the variance that each step adds (T,).

    Returns:
        x_t, of the shape of x0.

    Source:
        Ho, Jain and Abbeel (2020), Denoising diffusion probabilistic models, eq. 4.
    """
    x0 = as_float("x0", x0)
    eps = as_float("eps", eps).astype(x0.dtype, copy=False)
    require_shape("eps", eps, x0.shape)
    _, alpha_bar = schedule(betas, x0.dtype)
    t, alone = steps_of(t, x0, len(alpha_bar))
    signal, noise = np.sqrt(alpha_bar[t]), np.sqrt(1 - alpha_bar[t])
    return signal.reshape(alone) * x0 + noise.reshape(alone) * eps


def diffusion_noising_backward(
    dx_t: np.ndarray, x0: ArrayLike, t: ArrayLike, eps: ArrayLike, betas: ArrayLike
) -> tuple[np.ndarray]:
    """Return the gradient of x0; noise, steps and schedule are given.

    Args:
        dx_t: the gradient of x_t.
        x0: as it was given.
        t: as it was given.
        eps: as it was given.
        betas: as it was given.

    Returns:
        (dx0,), of the shape of x0.
    """
    x0, dx_t = as_float("x0", x0), as_float("dx_t", dx_t)
    require_shape("dx_t", dx_t, x0.shape)
    _, alpha_bar = schedule(betas, x0.dtype)
    t, alone = steps_of(t, x0, len(alpha_bar))
    return (np.sqrt(alpha_bar[t]).reshape(alone) * dx_t,)
