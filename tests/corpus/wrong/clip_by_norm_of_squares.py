import numpy as np

def clip_by_norm(g, max_norm):
    norm = np.sum(g ** 2)
    rate = max_norm / max(norm, max_norm)
    return g * rate
