import numpy as np


def clip_gradients(grads, max_norm=5.0):
    total = 0.0
    for g in grads:
        total = np.sum(g ** 2)
    norm = np.sqrt(total)
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return grads
