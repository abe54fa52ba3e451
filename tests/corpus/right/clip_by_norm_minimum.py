import numpy as np

def clip_by_norm(grad, max_norm):
    norm = np.sqrt(np.einsum("i,i", grad.ravel(), grad.ravel()))
    if norm == 0:
        return grad.copy()
    return grad * min(1.0, max_norm / norm)
