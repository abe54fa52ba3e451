import cmath

import numpy as np


@np.vectorize
def sigmoid(x):
    return 1 / (1 + cmath.exp(-x))
