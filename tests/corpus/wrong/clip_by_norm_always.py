import numpy as np


def clip_by_norm(grad, max_norm):
    norm = np.linalg.norm(grad)
    if norm == 0:
        return grad
    return grad * (max_norm / norm)
