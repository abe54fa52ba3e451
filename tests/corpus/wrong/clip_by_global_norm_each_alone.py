import numpy as np


def clip_grads(grads, max_norm):
    clipped = []
    for grad in grads:
        norm = np.sqrt(np.sum(grad ** 2))
        if norm > max_norm:
            grad = grad * max_norm / norm
        clipped.append(grad)
    return clipped
