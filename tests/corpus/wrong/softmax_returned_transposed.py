import numpy as np

def softmax(x):
    if x.ndim == 2:
        u = x.T - np.max(x, axis=1)
    else:
        u = x - np.max(x)
    e = np.exp(u)
    return e / np.sum(e, axis=0)
