"""One step of the way back of a diffusion model in Keras."""

from __future__ import annotations

import tensorflow as tf
from keras import ops


def diffusion_reverse_step(
    x_t: tf.Tensor,
    t: tf.Tensor,
    eps_hat: tf.Tensor,
    noise: tf.Tensor,
    betas: tf.Tensor,
    variance: str = "beta",
) -> tf.Tensor:
    """Return x_{t-1}.

    Shapes:
        x_t, eps_hat, noise (N, ...), t (N,), betas (T,).
    """
    alone = (-1, *(1,) * (len(x_t.shape) - 1))

    def at_t(table: tf.Tensor) -> tf.Tensor:
        return ops.reshape(tf.gather(table, t), alone)

    beta, alpha_bar = at_t(betas), at_t(tf.math.cumprod(1 - betas))
    before = at_t(tf.math.cumprod(1 - betas, exclusive=True))
    mean = (x_t - beta / ops.sqrt(1 - alpha_bar) * eps_hat) / ops.sqrt(1 - beta)
    var = beta if variance == "beta" else beta * (1 - before) / (1 - alpha_bar)
    return mean + ops.sqrt(var) * noise * ops.cast(ops.reshape(t > 0, alone), x_t.dtype)
