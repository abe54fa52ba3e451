import numpy as np


def update(Q, s, a, r, s_next, done, alpha=0.1, gamma=0.99):
    target = r + gamma * np.max(Q[s_next])
    Q[s, a] += alpha * (target - Q[s, a])
    return Q
