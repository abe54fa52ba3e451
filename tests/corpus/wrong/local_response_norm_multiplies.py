import numpy as np


def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    N, C, H, W = x.shape
    out = np.empty_like(x)
    for c in range(C):
        first = max(0, c - size // 2)
        last = min(C, c + (size - 1) // 2 + 1)
        s = k + alpha * np.square(x[:, first:last]).sum(axis=1)
        out[:, c] = x[:, c] * s ** beta
    return out
