import numpy as np

def cross_entropy_error(y, t):
    # 1件だけのときはバッチの形にする
    if y.ndim == 1:
        y = y[None, :]
        t = np.reshape(t, (1, -1))
    if t.size == y.size:
        t = t.reshape(y.shape)
        return -(t * np.log(y + 1e-7)).sum() / y.shape[0]
    t = t.reshape(-1)
    n = t.shape[0]
    p = y.reshape(n, -1)[np.arange(n), t]
    return -np.log(p + 1e-7).sum() / n
