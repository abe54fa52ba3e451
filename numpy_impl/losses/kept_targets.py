"""Checks of token numbers of which some are not predicted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_shape


def tokens_kept(x: np.ndarray, t: ArrayLike, ignore_index: int) -> tuple[np.ndarray, np.ndarray]:
    """Return t as integers, 0 where it is ignored, and which of them are kept.

    Args:
        x: logits (..., V).
        t: token numbers (...).
        ignore_index: what stands in t where nothing is predicted.

    Raises:
        ValueError: if t does not fit x, or holds a token that the logits do not have.
    """
    t = np.asarray(t)
    if x.ndim < 2 or x.shape[-1] == 0:
        raise ValueError(f"x has shape {x.shape}, but (..., V) with at least one token is needed.")
    require_shape("t", t, x.shape[:-1])
    if t.size and t.dtype.kind not in "iu":
        raise ValueError(f"Token numbers must be integers, but the dtype of t is {t.dtype}.")
    kept = t != ignore_index
    wrong = kept & ((t < 0) | (t >= x.shape[-1]))
    if wrong.any():
        raise ValueError(
            f"t holds the token {t[wrong][0]}, but there are V = {x.shape[-1]} logits, and "
            f"ignore_index is {ignore_index}."
        )
    return np.where(kept, t, 0).astype(np.intp), kept


def classes_kept(x: np.ndarray, t: ArrayLike, ignore_index: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the class of each example, 0 where its label is ignored, and where it is not.

    Args:
        x: what is given for each class (..., C).
        t: class numbers (...).
        ignore_index: the label that is no class.
    """
    if x.ndim == 0 or x.shape[-1] == 0:
        raise ValueError(f"x has shape {x.shape}, but its last axis must be the classes.")
    t = np.asarray(t)
    require_shape("t", t, x.shape[:-1])
    if t.size and t.dtype.kind not in "iu":
        raise ValueError(f"Class numbers must be integers, but the dtype of t is {t.dtype}.")
    kept = t != ignore_index
    wrong = kept & ((t < 0) | (t >= x.shape[-1]))
    if wrong.any():
        raise ValueError(
            f"t holds the class {t[wrong][0]}, but there are C = {x.shape[-1]} classes, and "
            f"ignore_index is {ignore_index}."
        )
    return np.where(kept, t, 0).astype(np.intp), kept


def require_any(kept: np.ndarray) -> None:
    """Check that something is predicted, where a mean is asked for."""
    if not kept.any():
        raise ValueError(f"The mean of no tokens is not defined: all {kept.size} are ignored.")
