"""Random crop (exam)."""

from __future__ import annotations

import numpy as np

from numpy_impl.validation import require_shape


def random_crop(
    image: np.ndarray, crop_size: tuple[int, int], *, seed: int | None = None
) -> np.ndarray:
    """Return a random window of the image; every place where it fits is equally likely.

    Args:
        image: (H, W, C), of any type.
        crop_size: (h, w), at most (H, W).
        seed: the same seed draws the same window.

    Returns:
        The window (h, w, C), a view into the image.

    Source:
        Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional
        neural networks, section 4.1.
    """
    image = np.asarray(image)
    require_shape("image", image, (None, None, None))
    H, W, _ = image.shape
    h, w = crop_size
    if not (1 <= h <= H and 1 <= w <= W):
        raise ValueError(f"crop_size is {(h, w)}, but must be from (1, 1) to the image's {(H, W)}.")
    rng = np.random.default_rng(seed)
    top = rng.integers(0, H - h + 1)  # from 0 to H - h: the upper end itself is not drawn
    left = rng.integers(0, W - w + 1)
    return image[top : top + h, left : left + w]
