"""RandAugment."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.augmentation.brightness import brightness
from numpy_impl.augmentation.contrast import contrast
from numpy_impl.augmentation.rotate import rotate
from numpy_impl.validation import as_float, require_shape

OPERATIONS = (
    "identity", "rotate", "brightness", "contrast", "solarize", "translate_x", "translate_y"
)  # fmt: skip
"""What may happen to an image, in the order of their numbers."""


def rand_augment(
    x: ArrayLike,
    operations: ArrayLike,
    magnitudes: ArrayLike,
    fill: float = 0.0,
    clip: tuple[float, float] = (0.0, 1.0),
) -> np.ndarray:
    """Return the images, each changed by its own operations, one after the other.

    A magnitude m says how far each goes, from -1 to 1: the rotation by 30 m degrees, brightness
    and contrast to 1 + 0.9 m times theirs, the shift by 0.45 m of the image, right or down. Pixels
    of at least 1 - |m| are solarized, turned into their negative.

    Args:
        x: (N, C, H, W), pixels between 0 and 1.
        operations: numbers in ``OPERATIONS``, L for each image (N, L), drawn evenly; L is 2 in
            most uses.
        magnitudes: one for each of them (N, L): M / 10 with the paper's M, its sign drawn.
        fill: what comes in from beyond the border.
        clip: the smallest and the largest value of a pixel after brightness and contrast.

    Returns:
        The images, of the shape of x.

    Raises:
        ValueError: if there is no such operation, or a magnitude is beyond -1 to 1.

    Source:
        Cubuk, Zoph, Shlens and Le (2020), RandAugment: practical automated data augmentation with a
        reduced search space, section 3 and figure 2.
    """
    y, chosen, sizes = as_float("x", x).copy(), np.asarray(operations), np.asarray(magnitudes)
    require_shape("x", y, (None, None, None, None))
    N, _, H, W = y.shape
    require_shape("operations", chosen, (N, None))
    require_shape("magnitudes", sizes, chosen.shape)
    if chosen.dtype.kind not in "iu" or not np.isin(chosen, range(len(OPERATIONS))).all():
        raise ValueError(f"operations must be whole numbers from 0 to {len(OPERATIONS) - 1}.")
    if not (np.abs(sizes) <= 1).all():
        raise ValueError("magnitudes must lie between -1 and 1, but some do not.")
    for k, n in np.ndindex(chosen.shape[1], N):
        name, m = OPERATIONS[chosen[n, k]], float(sizes[n, k])
        image = y[n : n + 1]
        if name == "rotate":
            image = rotate(image, [30 * m], fill)
        elif name == "brightness":
            image = brightness(image, [1 + 0.9 * m], "scale", clip)
        elif name == "contrast":
            image = contrast(image, [1 + 0.9 * m], clip=clip)
        elif name == "solarize":
            image = np.where(image >= 1 - abs(m), 1 - image, image)
        elif name == "translate_x":
            column = np.arange(W) - int(0.45 * m * W)  # where each column was
            image = np.where((column >= 0) & (column < W), image[..., column % W], fill)
        elif name == "translate_y":
            row = np.arange(H)[:, np.newaxis] - int(0.45 * m * H)
            image = np.where((row >= 0) & (row < H), image[:, :, row[:, 0] % H], fill)
        y[n] = image[0]
    return y
