import numpy as np

def mse_loss(y, t):
    diff = y - t
    return np.square(diff).mean(), 2.0 / diff.size * diff
