import numpy as np


def xavier_uniform(n_in: int, n_out: int, seed: int = 0) -> np.ndarray:
    """Glorot & Bengio (2010)"""
    rng = np.random.default_rng(seed)
    limit = np.sqrt(6 / (n_in * n_out))
    return rng.uniform(-limit, limit, (n_in, n_out))
