import numpy as np


def attention_forward(q, k, v):
    d = q.shape[-1]
    scores = q @ k.T / np.sqrt(d)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)
    return weights @ v, (q, k, v, weights)


def attention_backward(dout, cache):
    q, k, v, weights = cache
    d = q.shape[-1]
    dv = weights.T @ dout
    dweights = dout @ v.T
    dscores = dweights * weights * (1 - weights)
    dq = dscores @ k / np.sqrt(d)
    dk = dscores.T @ q / np.sqrt(d)
    return dq, dk, dv
