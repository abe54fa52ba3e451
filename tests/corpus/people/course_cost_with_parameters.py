"""The cost of a course's network: examples are columns, and the parameters come along."""

import numpy as np


def compute_cost(A2, Y, parameters):
    """A2 and Y are (1, m)."""
    m = Y.shape[1]
    W1, W2 = parameters["W1"], parameters["W2"]
    logs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    cost = float(np.squeeze(-np.sum(logs) / m))
    assert isinstance(cost, float)
    return cost
