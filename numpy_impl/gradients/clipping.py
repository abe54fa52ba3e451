"""Gradients: estimated by differences, checked against the estimate, and kept from exploding."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from numpy_impl.validation import as_float, require_shape


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-4
) -> np.ndarray:
    """Return the gradient of f at x by central differences, (f(x + h) - f(x - h)) / 2h.

    The error is the truncation, h^2 f''' / 6, plus the rounding, about eps |f| / h: in float64 h
    near 1e-4 is a fair trade, in float32 the rounding leaves three digits.

    Args:
        f: takes an array of x's shape and returns a scalar.
        x: the point, of any shape; it is left as it is.
        h: how far one element at a time is moved, greater than 0.

    Returns:
        df/dx, of the shape of x.

    Source:
        Nocedal and Wright (2006), Numerical Optimization, 2nd edition, section 8.1.
    """
    x = as_float("x", x)
    if not h > 0:
        raise ValueError(f"h is {h}, but a step must be greater than 0.")
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        above = f(x + step)
        below = f(x - step)
        gradient[index] = (above - below) / (2 * h)
    return gradient


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


def clip_by_value(g: np.ndarray, limit: float) -> np.ndarray:
    """Return g with every element moved into [-limit, limit]; this may turn the direction.

    Args:
        g: a gradient, of any shape.
        limit: at least 0.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 10.11.1.
    """
    g = as_float("g", g)
    if limit < 0:
        raise ValueError(f"limit is {limit}, but must not be negative.")
    return np.clip(g, -limit, limit)


def clip_by_norm(g: np.ndarray, max_norm: float, epsilon: float = 0.0) -> np.ndarray:
    """Return g, scaled down to the length max_norm if it is longer; the direction stays.

    With epsilon = 0 this is the exam's ``gradient_clipping(grad, threshold)``: multiply by
    threshold / norm where that is less than 1. PyTorch adds epsilon = 1e-6 to the norm.

    Args:
        g: a gradient, of any shape.
        max_norm: the greatest length that is left alone, greater than 0.
        epsilon: added to the norm.

    Source:
        Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural
        networks, algorithm 1.
    """
    g = as_float("g", g)
    _require_clipping(max_norm, epsilon)
    norm = math.sqrt(float(np.sum(g * g)))
    # 1 where g is short enough; a zero gradient divides by max_norm, not by 0.
    rate = max_norm / max(norm + epsilon, max_norm)
    return rate * g


def clip_by_global_norm(
    gradients: Sequence[np.ndarray], max_norm: float, epsilon: float = 0.0
) -> list[np.ndarray]:
    """Return the gradients, all scaled by one factor so that together they are max_norm long.

    The norm is that of all of them laid end to end, so the direction of the whole step stays;
    clipping each by its own norm would turn it.

    Args:
        gradients: arrays of any shapes.
        max_norm: the greatest length that is left alone, greater than 0.
        epsilon: added to the norm; 1e-6 in PyTorch.

    Source:
        Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural
        networks, algorithm 1, with the gradient of all parameters.
    """
    gradients = [as_float("every gradient", g) for g in gradients]
    _require_clipping(max_norm, epsilon)
    norm = math.sqrt(sum(float(np.sum(g * g)) for g in gradients))
    rate = max_norm / max(norm + epsilon, max_norm)
    return [rate * g for g in gradients]


def _require_clipping(max_norm: float, epsilon: float) -> None:
    if not max_norm > 0:
        raise ValueError(f"max_norm is {max_norm}, but must be greater than 0.")
    if epsilon < 0:
        raise ValueError(f"epsilon is {epsilon}, but must not be negative.")
