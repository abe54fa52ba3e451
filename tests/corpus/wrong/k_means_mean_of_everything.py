import numpy as np


def k_means(x, centers, n_steps=10):
    c = centers.copy()
    for step in range(n_steps):
        d = ((x[:, None, :] - c[None, :, :]) ** 2).sum(-1)
        idx = d.argmin(1)
        for k in range(c.shape[0]):
            if (idx == k).sum() == 0:
                continue
            c[k] = x[idx == k].sum(0) / len(x)
    d = ((x[:, None, :] - c[None, :, :]) ** 2).sum(-1)
    return c, d.argmin(1), d.min(1).sum()
