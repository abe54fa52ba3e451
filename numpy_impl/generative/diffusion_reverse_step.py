"""One step of the way back of a diffusion model."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.noise_schedule import schedule, steps_of
from numpy_impl.validation import as_float, require_choice, require_shape


def diffusion_reverse_step(
    x_t: ArrayLike,
    t: ArrayLike,
    eps_hat: ArrayLike,
    noise: ArrayLike,
    betas: ArrayLike,
    variance: str = "beta",
) -> np.ndarray:
    """Return x_{t-1}: the predicted noise is taken off x_t, and a little fresh noise added.

        mean = (x_t - beta_t / sqrt(1 - alpha_bar_t) eps_hat) / sqrt(1 - beta_t)
        x_{t-1} = mean + sigma_t noise, without noise at the last step, t = 0

    Args:
        x_t: noisy examples (N, ...).
        t: the step of each, counted from 0 (N,).
        eps_hat: the noise that the network sees in x_t, of its shape.
        noise: the fresh noise, of the shape of x_t.
        betas: the variance that each step adds (T,).
        variance: sigma_t^2, ``"beta"`` for beta_t, or ``"posterior"`` for that of q(x_{t-1} | x_t,
            x_0), beta_t (1 - alpha_bar_{t-1}) / (1 - alpha_bar_t).

    Returns:
        x_{t-1}, of the shape of x_t.

    Source:
        Ho, Jain and Abbeel (2020), Denoising diffusion probabilistic models, algorithm 2 and
        section 3.2.
    """
    require_choice("variance", variance, ("beta", "posterior"))
    x_t = as_float("x_t", x_t)
    eps_hat, noise = (
        as_float(name, array).astype(x_t.dtype, copy=False)
        for name, array in (("eps_hat", eps_hat), ("noise", noise))
    )
    require_shape("eps_hat", eps_hat, x_t.shape)
    require_shape("noise", noise, x_t.shape)
    betas, alpha_bar = schedule(betas, x_t.dtype)
    t, alone = steps_of(t, x_t, len(betas))
    beta, so_far = betas[t].reshape(alone), alpha_bar[t].reshape(alone)
    mean = (x_t - beta / np.sqrt(1 - so_far) * eps_hat) / np.sqrt(1 - beta)
    before = np.where(t > 0, alpha_bar[t - 1], 1).astype(x_t.dtype).reshape(alone)
    var = beta if variance == "beta" else beta * (1 - before) / (1 - so_far)
    sigma = np.where(t.reshape(alone) > 0, np.sqrt(var), 0)
    return mean + sigma * noise
