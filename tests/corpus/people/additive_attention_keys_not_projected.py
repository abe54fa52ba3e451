import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



def additive_attention(query, keys, W_q, W_k, v):
    energy = np.tanh(query[:, None, :] @ W_q + keys @ W_q) @ v
    weights = softmax(energy)
    return (weights[:, :, None] * keys).sum(axis=1), weights
