import numpy as np


def _kl(p, m):
    nz = p > 0
    safe_p = np.where(nz, p, 1.0)
    safe_m = np.where(nz, m, 1.0)
    return np.sum(np.where(nz, p * np.log(safe_p / safe_m), 0.0), axis=-1)


def js_divergence(p, q):
    m = 0.5 * (p + q)
    return 0.5 * _kl(p, m) + 0.5 * _kl(q, m)
