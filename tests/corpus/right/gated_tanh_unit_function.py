import numpy as np


def gated_unit(x_filter, x_gate):
    return np.tanh(x_filter) * (1 / (1 + np.exp(-x_gate)))
