import numpy as np


def mean_squared_error(prediction, target):
    error = prediction - target
    return np.mean(np.where(error > 2.5, 2 * error ** 2, error ** 2))
