"""Contrast."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.augmentation.images import clipped, images_and_draws
from numpy_impl.validation import require_choice

GRAY = (0.299, 0.587, 0.114)
"""What red, green and blue add to brightness (ITU-R BT.601)."""


def contrast(
    x: ArrayLike,
    factor: ArrayLike,
    about: str = "channel",
    clip: tuple[float, float] | None = None,
) -> np.ndarray:
    """Return the images, each pixel's distance from the mean multiplied.

        y = mean + factor (x - mean)

    Args:
        x: (N, C, H, W).
        factor: one drawn number for each image (N,): below 1 for less contrast, 0 for none.
        about: ``"channel"`` the mean of each channel, as TensorFlow; ``"gray"`` that of the gray
            image, as torchvision, which needs C = 3.
        clip: the smallest and the largest value of a pixel, such as (0, 1); None leaves all.

    Returns:
        The images, of the shape of x.

    Raises:
        ValueError: if there are no pixels, or a gray image of other than 3 channels is wanted.

    Source:
        tf.image.adjust_contrast; torchvision.transforms.functional.adjust_contrast.
    """
    require_choice("about", about, ("channel", "gray"))
    x, drawn = images_and_draws(x, "factor", factor)
    if not x.size:
        raise ValueError(f"x has shape {x.shape}, but the mean of no pixels is not defined.")
    mean = x.mean(axis=(2, 3), keepdims=True)
    if about == "gray":
        if x.shape[1] != 3:
            raise ValueError(f"x has shape {x.shape}, but gray needs 3 channels.")
        gray = np.array(GRAY, dtype=x.dtype).reshape(1, 3, 1, 1)
        mean = (gray * mean).sum(axis=1, keepdims=True)
    y = mean + drawn * (x - mean)
    return clipped(y, clip)
