import numpy as np


def elliot(x, derivative=False):
    """A cheap relative of the sigmoid."""
    d = 1 + np.abs(x)
    if derivative:
        return 0.5 / d
    return 0.5 * x / d + 0.5
