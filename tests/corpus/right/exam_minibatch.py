import numpy as np


def minibatch(data_x, data_t, i, batch_size):
    idx = [k for k in range(i, i + batch_size) if k < len(data_x)]
    return np.take(data_x, idx, axis=0), np.take(data_t, idx, axis=0)
