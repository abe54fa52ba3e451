import numpy as np


def glorot_uniform(n_in, n_out, rng=np.random):
    limit = np.sqrt(6) / (n_in + n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))
