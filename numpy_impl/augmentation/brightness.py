"""Brightness."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.augmentation.images import clipped, images_and_draws
from numpy_impl.validation import require_choice


def brightness(
    x: ArrayLike,
    amount: ArrayLike,
    mode: str = "add",
    clip: tuple[float, float] | None = None,
) -> np.ndarray:
    """Return the images, each made brighter or darker.

    Args:
        x: (N, C, H, W).
        amount: one drawn number for each image (N,).
        mode: ``"add"`` adds it to every pixel, as TensorFlow; ``"scale"`` multiplies, as
            torchvision.
        clip: the smallest and the largest value of a pixel, such as (0, 1); None leaves all.

    Returns:
        The images, of the shape of x.

    Source:
        tf.image.adjust_brightness; torchvision.transforms.functional.adjust_brightness.
    """
    require_choice("mode", mode, ("add", "scale"))
    x, drawn = images_and_draws(x, "amount", amount)
    y = x + drawn if mode == "add" else x * drawn
    return clipped(y, clip)
