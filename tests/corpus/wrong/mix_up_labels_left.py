import numpy as np


def mixup(x, t, index, lam):
    lam_x = lam.reshape((-1,) + (1,) * (x.ndim - 1))
    x2 = lam_x * x + (1.0 - lam_x) * x[index]
    return x2, t.copy()
