import numpy as np

def minibatch(data_x, data_t, i, batch_size):
    i_end = min(i + batch_size, len(data_x))
    batch_x = np.array([data_x[k] for k in range(i, i_end)], dtype=object)
    batch_t = np.array([data_t[k] for k in range(i, i_end)], dtype=object)
    return batch_x, batch_t
