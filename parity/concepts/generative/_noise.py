"""What the parts of a diffusion are given, and what they say in common."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Text
from parity.describing.draw import Draw, values

BETAS = values(np.array([0.03125, 0.0625, 0.125, 0.1875, 0.25, 0.375, 0.5]))
"""Seven steps that float32 holds, and after which most of the signal is gone."""

T = 7


def at(*steps: int) -> Draw:
    """Return the steps of a batch."""
    return values(np.array(steps))


ROOT_FORGOTTEN = Text(
    "Variances add up, not standard deviations: it is the root that noise is multiplied with.",
    "足し合わされるのは分散であり、標準偏差ではない。ノイズに掛けるのは平方根である。",
)
