"""Grad-CAM."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def grad_cam(A: ArrayLike, dA: ArrayLike, normalize: bool = False) -> np.ndarray:
    """Return where in an image a class is seen: L = ReLU(sum_k alpha_k A_k).

    alpha_k is the mean over the places of dy/dA_k, where y is the score of the class before the
    softmax: how much the class gains by feature map k. What speaks against the class is left out.

    Args:
        A: the feature maps of the last convolution (N, K, H, W).
        dA: dy/dA, the gradients of the class scores, of the same shape.
        normalize: whether each map is divided by its largest value; a map of zeros stays.

    Returns:
        The maps (N, H, W).

    Raises:
        ValueError: if the shapes do not fit.

    Source:
        Selvaraju et al. (2017), Grad-CAM: visual explanations from deep networks, section 3.
    """
    A, dA = as_float("A", A), as_float("dA", dA)
    require_shape("A", A, (None, None, None, None))
    require_shape("dA", dA, A.shape)
    alpha = dA.mean(axis=(2, 3), keepdims=True)  # (N, K, 1, 1)
    cam = np.maximum((alpha * A).sum(axis=1), 0)
    if normalize:
        most = cam.max(axis=(1, 2), keepdims=True)
        cam = cam / np.where(most > 0, most, 1)
    return cam
