import numpy as np


def td_targets(r, q_next, done, gamma=0.99):
    return r + gamma * np.max(q_next) * (1 - done)
