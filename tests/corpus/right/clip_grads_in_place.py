import numpy as np


def clip_grads(grads, max_norm):
    norm2 = 0
    for g in grads:
        norm2 += np.sum(g ** 2)
    rate = max_norm / (np.sqrt(norm2) + 1e-6)
    if rate < 1:
        for g in grads:
            g *= rate
