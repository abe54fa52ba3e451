import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



def lm_loss(logits, tokens):
    p = softmax(logits[:, 1:])
    t = tokens[:, 1:]
    n, s = t.shape
    picked = p[np.arange(n)[:, None], np.arange(s)[None, :], t]
    return -np.log(picked).mean()
