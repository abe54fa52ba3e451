import numpy as np

def clip_by_global_norm(grads, max_norm):
    total_norm = sum(np.linalg.norm(g) for g in grads)
    rate = min(1.0, max_norm / (total_norm + 1e-12))
    return [g * rate for g in grads]
