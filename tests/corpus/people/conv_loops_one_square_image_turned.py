import numpy as np


def convolve(X, W):
    """One picture (channels, rows, columns); valid windows only."""
    side = X.shape[-1] - W.shape[-1] + 1
    out = np.zeros((W.shape[0], side, side))
    for m in range(W.shape[0]):
        for r in range(side):
            for s in range(side):
                total = 0.0
                for c in range(W.shape[1]):
                    for u in range(W.shape[2]):
                        for v in range(W.shape[3]):
                            total += W[m, c, u, v] * X[c, s + u, r + v]
                out[m, r, s] = total
    return out
