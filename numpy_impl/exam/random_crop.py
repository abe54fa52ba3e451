"""The exam's random crop and mini-batch."""

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


def minibatch(
    data_x: np.ndarray, data_t: np.ndarray, i: int, batch_size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the batch that begins at example i; the last one may be shorter.

    Args:
        data_x: the examples (N, ...).
        data_t: their targets (N, ...).
        i: the first example of the batch, from 0 to N.
        batch_size: how many examples, at least 1.

    Returns:
        (data_x[i:i_end], data_t[i:i_end]), views into the data, of min(batch_size, N - i) examples.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.1.3.
    """
    data_x, data_t = np.asarray(data_x), np.asarray(data_t)
    if data_x.shape[:1] != data_t.shape[:1] or data_x.ndim == 0:
        raise ValueError(
            f"data_x has shape {data_x.shape} and data_t {data_t.shape}, but both need the N "
            "examples as their first axis."
        )
    N = len(data_x)
    if not 0 <= i <= N:
        raise ValueError(f"i is {i}, but must be from 0 to the {N} examples that there are.")
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}, but must be at least 1.")
    i_end = min(i + batch_size, N)
    return data_x[i:i_end], data_t[i:i_end]
