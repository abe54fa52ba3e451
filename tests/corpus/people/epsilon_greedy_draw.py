import numpy as np


def choose(q, u, random_action, epsilon=0.1):
    if u < epsilon:
        return random_action
    return int(np.argmax(q))
