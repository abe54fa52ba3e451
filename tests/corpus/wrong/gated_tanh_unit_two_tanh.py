import numpy as np


def gated_unit(x_filter, x_gate):
    return np.tanh(x_filter) * np.tanh(x_gate)
