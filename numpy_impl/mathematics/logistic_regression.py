"""Logistic regression."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_not_negative, require_shape


def logistic_regression(
    x: ArrayLike,
    t: ArrayLike,
    w: np.ndarray,
    b: np.ndarray,
    lr: float = 0.1,
    n_steps: int = 10,
    l2: float = 0.0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the weights after some steps of gradient descent, and the loss that they leave.

        p = sigmoid(x w + b),   L = -mean(t log p + (1 - t) log(1 - p)) + l2 / 2 sum w²
        dL/dw = x^T (p - t) / N + l2 w,   dL/db = mean(p - t)

    x w + b is the logit, the logarithm of the odds p / (1 - p): where a feature grows by 1, the
    odds are multiplied by e^w.

    Args:
        x: the features (N, D).
        t: 0 or 1, or a probability (N,).
        w: where the weights start (D,).
        b: where the bias starts, a scalar.
        lr: the learning rate.
        n_steps: how many steps, over all examples each.
        l2: how much large weights are penalized; the bias is not.

    Returns:
        (w, b, loss): (D,), and two scalars.

    Raises:
        ValueError: if the shapes do not fit, there are no examples, or n_steps or l2 is negative.

    Source:
        Cox (1958), The regression analysis of binary sequences; Bishop (2006), Pattern recognition
        and machine learning, section 4.3.2.
    """
    x, t = as_float("x", x), as_float("t", t)
    w = as_float("w", w).copy()
    b = as_float("b", b).copy()
    require_shape("x", x, (None, None))
    require_shape("t", t, (len(x),))
    require_shape("w", w, (x.shape[1],))
    require_shape("b", b, ())
    require_not_negative("n_steps", n_steps)
    require_not_negative("l2", l2)
    if not len(x):
        raise ValueError(f"x has shape {x.shape}, but a mean needs at least one example.")
    lr, l2 = float(lr), float(l2)
    for _ in range(n_steps):
        error = _sigmoid(x @ w + b) - t
        dw = x.T @ error / len(x) + l2 * w
        db = error.mean()
        w = w - lr * dw
        b = b - lr * db
    u = x @ w + b
    # log p and log (1 - p) of the logit, without overflow.
    loss = (np.maximum(u, 0) - u * t + np.log1p(np.exp(-np.abs(u)))).mean()
    return w, np.asarray(b), loss + l2 / 2 * (w**2).sum()


def _sigmoid(u: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-u)), without overflow."""
    e = np.exp(-np.abs(u))
    return np.where(u >= 0, 1, e) / (1 + e)
