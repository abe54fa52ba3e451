"""Checks of a loss' predictions, targets and options."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def of_one_shape(name: str, y: ArrayLike, t: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return prediction and targets as floats of the prediction's type."""
    y = as_float(name, y)
    t = as_float("t", t).astype(y.dtype, copy=False)
    require_shape("t", t, y.shape)
    return y, t


def distribution(
    name: str, y: np.ndarray, t: ArrayLike, ignore_index: int | None = None
) -> np.ndarray:
    """Return the targets as one distribution over the classes for each example, shaped like y.

    Args:
        name: what y is called.
        y: what is given for each class (..., C).
        t: class numbers (...), or one-hot (..., C).
        ignore_index: the class number whose row is 0, if there is one.
    """
    if y.ndim == 0 or y.shape[-1] == 0:
        raise ValueError(f"{name} has shape {y.shape}, but its last axis must be the classes.")
    C = y.shape[-1]
    t = np.asarray(t)
    if t.shape == y.shape:
        t = as_float("t", t).astype(y.dtype, copy=False)
        off = np.abs(t.sum(axis=-1) - 1) > 1e-3
        if off.any():
            raise ValueError(
                f"Each example of t must sum to 1 over the classes, "
                f"but one sums to {t.sum(axis=-1)[off][0]:g}."
            )
        return t
    if t.shape != y.shape[:-1]:
        raise ValueError(
            f"t has shape {t.shape}, but {name} of shape {y.shape} needs class numbers of shape "
            f"{y.shape[:-1]} or one-hot targets of shape {y.shape}."
        )
    if t.size and t.dtype.kind not in "iu":
        raise ValueError(f"Class numbers must be integers, but the dtype of t is {t.dtype}.")
    kept = np.ones(t.shape, dtype=bool) if ignore_index is None else t != ignore_index
    wrong = kept & ((t < 0) | (t >= C))
    if wrong.any():
        raise ValueError(f"t holds the class {t[wrong][0]}, but C = {C} classes are 0 to {C - 1}.")
    rows = np.eye(C, dtype=y.dtype)[np.where(kept, t, 0).astype(np.intp)]
    rows[~kept] = 0
    return rows


def class_weights(weight: ArrayLike, y: np.ndarray) -> np.ndarray:
    """Return a weight for each of the classes of y (..., C) as an array (C,)."""
    w = weight_like("weight", weight, y)
    require_shape("weight", w, (y.shape[-1],))
    return w


def weight_like(name: str, weight: ArrayLike | None, y: np.ndarray) -> np.ndarray:
    """Return a weight that meets y element by element, in the type of y; 1 if it is None."""
    w = as_float(name, 1.0 if weight is None else weight).astype(y.dtype, copy=False)
    if (w < 0).any():
        raise ValueError(f"{name} holds {w[w < 0][0]:g}, but must not be negative.")
    try:
        fits = np.broadcast_shapes(w.shape, y.shape) == y.shape
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"{name} has shape {w.shape}, which does not meet {y.shape}.")
    return w


def require_probabilities(y: np.ndarray, name: str = "y") -> None:
    """Check that y lies between 0 and 1."""
    outside = (y < 0) | (y > 1)
    if outside.any():
        raise ValueError(
            f"{name} holds {y[outside][0]:g}, which is no probability; "
            f"for logits, take the loss with the softmax or the sigmoid inside."
        )


def require_epsilon(epsilon: float) -> None:
    """Check that 0 < epsilon < 1/2."""
    if not 0 < epsilon < 0.5:
        raise ValueError(f"epsilon is {epsilon}, but must be greater than 0 and less than 0.5.")
