"""Boxes that are drawn, for the concepts of detection."""

from __future__ import annotations

import numpy as np

from parity.describing.draw import Draw, single


def boxes(
    *count: int, within: float = 8.0, least: float = 1.0, most: float = 5.0, as_size: bool = False
) -> Draw:
    """Draw boxes (..., 4): a corner inside a square, and a size.

    Args:
        count: how many, along each axis; none for one box.
        within: the length of the square's sides.
        least: the least width and height.
        most: the largest.
        as_size: whether x, y and the size are drawn instead of the two corners.
    """

    def make(rng: np.random.Generator) -> np.ndarray:
        size = rng.uniform(least, most, (*count, 2))
        first = rng.uniform(0, within - size)
        return single(np.concatenate([first, size if as_size else first + size], axis=-1))

    return Draw("boxes", (*count, 4), make)
