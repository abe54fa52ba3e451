"""A mean over seeds, and how far it may be from the true one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""The 0.975 quantile of Student's t distribution for 1, 2, ... 30 degrees of freedom."""

NORMAL = 1.960


def mean_and_half_width(values: Sequence[float]) -> tuple[float, float]:
    """Return the mean of ``values`` and half the width of its 95% confidence interval.

    The half width is NaN for a single value. (Student 1908, The probable error of a mean.)
    """
    n = len(values)
    mean = float(np.mean(values))
    if n < 2:
        return mean, math.nan
    t = STUDENT[n - 2] if n - 2 < len(STUDENT) else NORMAL
    return mean, t * float(np.std(values, ddof=1)) / math.sqrt(n)
