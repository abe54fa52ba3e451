import numpy as np


def discount_rewards(r, gamma=0.99):
    out = np.zeros_like(r, dtype=float)
    running = 0.0
    for t in reversed(range(len(r))):
        running = running * gamma + r[t]
        out[t] = running
    return out
