"""The value of a generative adversarial network's game."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.judgements import judgements, sigmoid


def gan_value(
    d_real: ArrayLike, d_fake: ArrayLike, from_logits: bool = False, as_loss: bool = False
) -> np.ndarray:
    """Return V(D, G) = mean log D(x) + mean log(1 - D(G(z))), which D maximizes and G minimizes.

    For a fixed generator the best D(x) is p_data(x) / (p_data(x) + p_G(x)). Where the generator
    has found the data's distribution that is 1/2 everywhere, and V = -log 4.

    Args:
        d_real: D(x), the probability that each real example is real, of any shape.
        d_fake: D(G(z)), that of each example out of the generator, of any shape.
        from_logits: whether the two are logits, before a sigmoid.
        as_loss: whether the sign is turned: what the discriminator minimizes.

    Returns:
        V, a scalar.

    Source:
        Goodfellow et al. (2014), Generative adversarial nets, eq. 1 and theorem 1.
    """
    d_real, d_fake = judgements(from_logits, d_real=d_real, d_fake=d_fake)
    if from_logits:
        log_real, log_not_fake = -np.logaddexp(0, -d_real), -np.logaddexp(0, d_fake)
    else:
        log_real, log_not_fake = np.log(d_real), np.log1p(-d_fake)
    V = log_real.mean() + log_not_fake.mean()
    return -V if as_loss else V


def gan_value_backward(
    dV: ArrayLike,
    d_real: ArrayLike,
    d_fake: ArrayLike,
    from_logits: bool = False,
    as_loss: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of d_real and d_fake.

    Args:
        dV: the gradient of V, or of the loss.
        d_real: as it was given.
        d_fake: as it was given.
        from_logits: as it was given.
        as_loss: as it was given.

    Returns:
        (dd_real, dd_fake), each of the shape of what it belongs to.
    """
    d_real, d_fake = judgements(from_logits, d_real=d_real, d_fake=d_fake)
    dV = np.asarray(dV, dtype=d_real.dtype)
    if as_loss:
        dV = -dV
    slope_real = sigmoid(-d_real) if from_logits else 1 / d_real
    slope_fake = -sigmoid(d_fake) if from_logits else -1 / (1 - d_fake)
    return dV * slope_real / d_real.size, dV * slope_fake / d_fake.size
