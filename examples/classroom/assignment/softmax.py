"""Part 3: softmax over the last axis, also for large numbers."""

import numpy as np


def softmax(x):
    """Return the probabilities, of the shape of x."""
    raise NotImplementedError
