import numpy as np


def softplus(x):
    return np.logaddexp(0, x)


def softplus_derivative(x):
    # sigmoid(x) = 1 - exp(-softplus(x))
    return -np.expm1(-softplus(x))
