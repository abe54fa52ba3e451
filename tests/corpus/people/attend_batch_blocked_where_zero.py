import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



def attend(q, k, v, mask=None):
    """q: (batch, n_q, d), k, v: (batch, n_k, d); mask: 0 where nothing may be seen."""
    d = q.shape[-1]
    score = np.matmul(q, k.transpose(0, 2, 1)) / np.sqrt(d)
    if mask is not None:
        score = np.where(mask == 0, -1e9, score)
    weight = softmax(score)
    return np.matmul(weight, v), weight
