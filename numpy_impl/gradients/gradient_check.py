"""Gradient check."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.gradients.numerical_gradient import numerical_gradient
from numpy_impl.validation import as_float, require_shape


def gradient_check(
    f: Callable[[np.ndarray], float], gradient: np.ndarray, x: np.ndarray, h: float = 1e-4
) -> float:
    """Return the largest relative error of ``gradient`` against the numerical gradient of f at x.

    The relative error of one element is |g - n| / max(|g|, |n|), with g the element and n its
    estimate; where both are 0 it is 0. A right gradient gives about 1e-7 or less in float64, a
    wrong sign gives 2, a forgotten term something between.

    Args:
        f: takes an array of x's shape and returns a scalar.
        gradient: df/dx as some backward pass gives it, of the shape of x.
        x: the point; it is left as it is.
        h: the step of the differences.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 11.5: compare
        back-propagated with numerical derivatives. The measure is the usual one, symmetric in
        the two.
    """
    x, gradient = as_float("x", x), as_float("gradient", gradient)
    require_shape("gradient", gradient, x.shape)
    estimate = numerical_gradient(f, x, h)
    difference = np.abs(gradient - estimate)
    size = np.maximum(np.abs(gradient), np.abs(estimate))
    error = np.divide(difference, size, out=np.zeros_like(x), where=size > 0)
    return error.max(initial=0.0)
