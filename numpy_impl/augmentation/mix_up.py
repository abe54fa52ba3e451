"""Mixup."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def mix_up(
    x: ArrayLike, t: ArrayLike, partner: ArrayLike, mix: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Return each example mixed with another one, and its target likewise.

        x' = mix x + (1 - mix) x_partner, t' = mix t + (1 - mix) t_partner

    Args:
        x: the examples (N, ...).
        t: their targets (N, C), one-hot or a distribution.
        partner: the number of the example that each is mixed with (N,): a drawn permutation.
        mix: what each keeps of itself (N,), drawn from Beta(alpha, alpha).

    Returns:
        (x_mixed, t_mixed), of the shapes of x and t.

    Raises:
        ValueError: if a partner does not exist, or mix is not from 0 to 1.

    Source:
        Zhang, Cisse, Dauphin and Lopez-Paz (2018), mixup: beyond empirical risk minimization,
        section 2.
    """
    x, t, partner = as_float("x", x), as_float("t", t), np.asarray(partner)
    mix = as_float("mix", mix).astype(x.dtype, copy=False)
    if not x.ndim:
        raise ValueError("x has shape (), but needs the examples as its first axis.")
    N = len(x)
    require_shape("t", t, (N, None))
    require_shape("partner", partner, (N,))
    require_shape("mix", mix, (N,))
    if np.any((partner < 0) | (partner >= N)):
        raise ValueError(f"partner must hold numbers of examples, from 0 to {N - 1}.")
    if np.any((mix < 0) | (mix > 1)):
        raise ValueError("mix must be from 0 to 1.")
    x_part = mix.reshape(N, *[1] * (x.ndim - 1))
    t_part = mix.reshape(N, 1).astype(t.dtype)
    x_mixed = x_part * x + (1 - x_part) * x[partner]
    t_mixed = t_part * t + (1 - t_part) * t[partner]
    return x_mixed, t_mixed
