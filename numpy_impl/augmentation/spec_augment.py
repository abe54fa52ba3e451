"""SpecAugment."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def spec_augment(
    x: ArrayLike, bands: ArrayLike, spans: ArrayLike, value: float = 0.0
) -> np.ndarray:
    """Return a spectrogram with bands of frequencies and spans of time masked.

    Args:
        x: (..., F, T): F frequencies, T steps in time.
        bands: (M, 2), the first frequency of each band and how many are masked.
        spans: (K, 2), the first step of each span and how many are masked.
        value: what stands in the masks; 0 is the mean where the spectrogram was normalized so.

    Returns:
        The masked spectrogram, of the shape of x. Masks may lie over each other.

    Raises:
        ValueError: if a mask leaves the spectrogram.

    Source:
        Park et al. (2019), SpecAugment: a simple data augmentation method for automatic speech
        recognition, section 2.
    """
    x = as_float("x", x)
    if x.ndim < 2:
        raise ValueError(f"x has shape {x.shape}, but (..., F, T) is needed.")
    F, T = x.shape[-2:]
    bands, spans = _masks("bands", bands, F), _masks("spans", spans, T)
    y = x.copy()
    for f0, f in bands:
        y[..., f0 : f0 + f, :] = value
    for t0, t in spans:
        y[..., t0 : t0 + t] = value
    return y


def _masks(name: str, masks: ArrayLike, length: int) -> np.ndarray:
    """Return the masks (M, 2) as whole numbers that lie within the length."""
    masks = np.asarray(masks)
    require_shape(name, masks, (None, 2))
    if np.any(masks < 0) or np.any(masks.sum(axis=1) > length):
        raise ValueError(f"{name} must lie between 0 and {length}, but one leaves it.")
    return masks.astype(np.intp)
