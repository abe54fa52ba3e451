import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



def perplexity(logits, targets):
    p = softmax(logits).reshape(-1, logits.shape[-1])
    t = targets.reshape(-1)
    return np.exp(-np.log(p[np.arange(len(t)), t]).mean())
