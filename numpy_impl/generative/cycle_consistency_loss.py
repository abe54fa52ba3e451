"""The cycle consistency loss of CycleGAN."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_not_negative, require_shape


def cycle_consistency_loss(
    x: ArrayLike,
    x_cycled: ArrayLike,
    y: ArrayLike,
    y_cycled: ArrayLike,
    weight: float = 10.0,
) -> np.ndarray:
    """Return weight (mean |F(G(x)) - x| + mean |G(F(y)) - y|).

    G turns a picture of one kind into one of the other, F turns it back. What comes home should
    be what went out.

    Args:
        x: pictures of the one kind, of any shape.
        x_cycled: F(G(x)), of the same shape.
        y: pictures of the other kind, of any shape.
        y_cycled: G(F(y)), of the same shape.
        weight: of this loss beside the adversarial ones, called lambda in the paper.

    Returns:
        L, a scalar.

    Source:
        Zhu, Park, Isola and Efros (2017), Unpaired image-to-image translation using
        cycle-consistent adversarial networks, eq. 2.
    """
    x, x_cycled, y, y_cycled = _given(x, x_cycled, y, y_cycled, weight)
    there_and_back = np.abs(x_cycled - x).mean()
    back_and_there = np.abs(y_cycled - y).mean()
    return float(weight) * (there_and_back + back_and_there)


def cycle_consistency_loss_backward(
    dL: ArrayLike,
    x: ArrayLike,
    x_cycled: ArrayLike,
    y: ArrayLike,
    y_cycled: ArrayLike,
    weight: float = 10.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of x_cycled and y_cycled; the pictures themselves are data.

    Args:
        dL: the gradient of L.
        x: as it was given.
        x_cycled: as it was given.
        y: as it was given.
        y_cycled: as it was given.
        weight: as it was given.

    Returns:
        (dx_cycled, dy_cycled), each of the shape of what it belongs to.
    """
    x, x_cycled, y, y_cycled = _given(x, x_cycled, y, y_cycled, weight)
    each = np.asarray(dL, dtype=x_cycled.dtype) * float(weight)
    dx_cycled = each * np.sign(x_cycled - x) / x.size
    dy_cycled = each * np.sign(y_cycled - y) / y.size
    return dx_cycled, dy_cycled


def _given(
    x: ArrayLike, x_cycled: ArrayLike, y: ArrayLike, y_cycled: ArrayLike, weight: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the pictures as floats of one type, and of shapes that fit."""
    require_not_negative("weight", weight)
    x_cycled = as_float("x_cycled", x_cycled)
    x, y, y_cycled = (
        as_float(name, array).astype(x_cycled.dtype, copy=False)
        for name, array in (("x", x), ("y", y), ("y_cycled", y_cycled))
    )
    require_shape("x_cycled", x_cycled, x.shape)
    require_shape("y_cycled", y_cycled, y.shape)
    if not (x.size and y.size):
        raise ValueError(f"The mean of no pixels is not defined: x is {x.shape}, y is {y.shape}.")
    return x, x_cycled, y, y_cycled
