import numpy as np


def xavier_init(n_in, n_out):
    variance = 2.0 / (n_in + n_out)
    return np.random.normal(0.0, np.sqrt(variance), size=(n_out, n_in))


def xavier(n_in, n_out):
    limit = np.sqrt(3.0 / (n_in + n_out))
    return np.random.uniform(-limit, limit, (n_in, n_out))
