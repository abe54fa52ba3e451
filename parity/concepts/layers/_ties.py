"""Images with ties."""

from __future__ import annotations

import numpy as np

from parity.describing.draw import Draw, values


def ties(seed: int, *shape: int) -> Draw:
    """Take 0, 1 and 2 at fixed places, so that most windows have several maxima."""
    return values(np.random.default_rng(seed).integers(0, 3, shape).astype(np.float64))
