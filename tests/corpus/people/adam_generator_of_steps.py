import numpy as np


def adam(lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """s = adam(); next(s); w -= s.send(g)"""
    m = v = 0.0
    t = 0
    step = None
    while True:
        g = yield step
        t += 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        step = lr * (m / (1 - beta1 ** t)) / (np.sqrt(v / (1 - beta2 ** t)) + eps)
