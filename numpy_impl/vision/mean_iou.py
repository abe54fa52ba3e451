"""Mean intersection over union of a segmentation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_shape


def mean_iou(y: ArrayLike, t: ArrayLike, n_classes: int, ignore: int | None = None) -> np.ndarray:
    """Return the mean over the classes of the IoU of their pixels.

        IoU_c = n_cc / (sum_j n_cj + sum_i n_ic - n_cc)

    with n_ij the number of pixels of class i that are said to be of class j.

    Args:
        y: the predicted class of each pixel, of any shape.
        t: the true ones, of the same shape.
        n_classes: how many classes there are.
        ignore: a label of t whose pixels do not count, such as 255; it may lie outside the classes.

    Returns:
        The mean, a scalar. Classes that occur neither in y nor in t are left out of it.

    Raises:
        ValueError: if a label is no class, or no pixel counts.

    Source:
        Long, Shelhamer and Darrell (2015), Fully convolutional networks, section 5.
    """
    y, t = np.asarray(y), np.asarray(t)
    require_shape("y", y, t.shape)
    counts_at = np.ones(t.shape, dtype=bool) if ignore is None else t != ignore
    y, t = _as_classes("y", y[counts_at], n_classes), _as_classes("t", t[counts_at], n_classes)
    if not t.size:
        raise ValueError("The mean of no pixels is not defined, but no pixel counts.")
    n = np.bincount(t * n_classes + y, minlength=n_classes**2).reshape(n_classes, n_classes)
    common = np.diagonal(n)
    union = n.sum(axis=0) + n.sum(axis=1) - common
    present = union > 0
    return (common[present] / union[present]).mean()


def _as_classes(name: str, labels: np.ndarray, n_classes: int) -> np.ndarray:
    """Return the labels (n,) as whole numbers from 0 to n_classes - 1."""
    whole = labels.astype(np.intp)
    if np.any(whole != labels) or np.any(whole < 0) or np.any(whole >= n_classes):
        raise ValueError(f"{name} must hold classes from 0 to {n_classes - 1}.")
    return whole
