import numpy as np


def clip_grads(grads, max_norm):
    norm = sum(np.sqrt(np.sum(g**2)) for g in grads)
    if norm > max_norm:
        rate = max_norm / (norm + 1e-6)
        for g in grads:
            g *= rate
