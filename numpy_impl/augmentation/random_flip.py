"""Random flip."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.augmentation.images import images_and_draws


def random_flip(x: ArrayLike, flip: ArrayLike, vertical: bool = False) -> np.ndarray:
    """Return the images, those that were drawn mirrored.

    Args:
        x: (N, C, H, W).
        flip: whether each image is mirrored (N,), drawn with probability 1/2.
        vertical: upside down instead of left to right.

    Returns:
        The images, of the shape of x.

    Source:
        Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional
        neural networks, section 4.1.
    """
    x, drawn = images_and_draws(x, "flip", flip)
    mirrored = x[:, :, ::-1] if vertical else x[:, :, :, ::-1]
    return np.where(drawn != 0, mirrored, x)
