"""Zeros around images whose channels are last, as many on each side as one likes."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

Padding = int | str | Sequence[int | Sequence[int]]
"""n, (height, width), ((top, bottom), (left, right)), ``"valid"`` or ``"same"``."""


def pads_along(
    padding: Padding, axis: int, n: int | None, k: int, s: int, d: int
) -> tuple[int, int]:
    """Return (before, after) for n pixels along the height (axis 0) or the width.

    Args:
        padding: as a layer is told it; ``"same"`` is TensorFlow's.
        axis: 0 or 1.
        n: pixels along it; None, of an image whose size is not known yet, gets none.
        k: elements of the kernel along it.
        s: the stride.
        d: the dilation.
    """
    if n is None:
        return 0, 0
    if padding == "same":
        total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
        return total // 2, total - total // 2
    pads = 0 if isinstance(padding, str) else padding
    along = pads if isinstance(pads, int) else pads[axis]
    before, after = (along, along) if isinstance(along, int) else along
    return before, after


def zeros_around(x: tf.Tensor, pads: Sequence[tuple[int, int]]) -> tf.Tensor:
    """Return x (N, H, W, C) with zeros: ((top, bottom), (left, right))."""
    return tf.pad(x, ((0, 0), *pads, (0, 0)))
