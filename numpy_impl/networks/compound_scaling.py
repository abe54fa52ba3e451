"""Making a network wider and deeper by two factors."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def compound_scaling(
    channels: ArrayLike,
    blocks: ArrayLike,
    width: float = 1.0,
    depth: float = 1.0,
    divisor: int = 8,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the channels times ``width``, in multiples of 8, and the blocks times ``depth``.

    Channels are rounded to the nearest multiple, a half up, but never down by more than a tenth;
    blocks are rounded up. EfficientNet's variants have width = 1.1^phi and depth = 1.2^phi, and
    images larger by 1.15^phi, so that the work doubles with each phi: 1.2 x 1.1^2 x 1.15^2 = 1.92.

    Args:
        channels: of each stage (S,).
        blocks: how many blocks each stage has (S,).
        width: the factor of the channels.
        depth: the factor of the blocks.
        divisor: what all channels shall be multiples of.

    Returns:
        (channels, blocks), integers (S,).

    Raises:
        ValueError: if a factor or the divisor is not above 0.

    Source:
        Tan and Le (2019), EfficientNet: rethinking model scaling for convolutional neural
        networks, section 3.3; the rounding is that of its code.
    """
    channels, blocks = as_float("channels", channels), as_float("blocks", blocks)
    require_shape("channels", channels, (None,))
    require_shape("blocks", blocks, channels.shape)
    if not (width > 0 and depth > 0 and divisor > 0):
        raise ValueError(f"width {width}, depth {depth}, divisor {divisor} must be above 0.")
    wanted = width * channels
    nearest = np.floor((wanted + divisor / 2) / divisor) * divisor
    nearest = np.maximum(nearest, divisor)  # at least one multiple
    wide = np.where(nearest < 0.9 * wanted, nearest + divisor, nearest)
    deep = np.ceil(depth * blocks)
    return wide.astype(int), deep.astype(int)
