"""The amounts of noise of a diffusion, and checks of its steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def schedule(betas: ArrayLike, dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """Return beta_t and alpha_bar_t, the product of all 1 - beta up to t, both (T,).

    Raises:
        ValueError: if a beta is not between 0 and 1, or there is none.
    """
    betas = as_float("betas", betas).astype(dtype, copy=False)
    require_shape("betas", betas, (None,))
    outside = ~((betas > 0) & (betas < 1))
    if outside.any() or not betas.size:
        what = f"{betas[outside][0]:g}" if betas.size else "nothing"
        raise ValueError(f"betas holds {what}, but needs numbers between 0 and 1.")
    return betas, np.cumprod(1 - betas)


def steps_of(t: ArrayLike, x: np.ndarray, T: int) -> tuple[np.ndarray, tuple[int, ...]]:
    """Return t (N,) as integers, and the shape in which a number for each example meets x.

    Raises:
        ValueError: if t is no step of the schedule, which counts from 0.
    """
    t = np.asarray(t)
    require_shape("t", t, x.shape[:1])
    if t.size and t.dtype.kind not in "iu":
        raise ValueError(f"The steps t must be integers, but their dtype is {t.dtype}.")
    wrong = (t < 0) | (t >= T)
    if wrong.any():
        raise ValueError(f"t holds the step {t[wrong][0]}, but T = {T} steps are 0 to {T - 1}.")
    return t.astype(np.intp), (len(x), *(1,) * (x.ndim - 1))
