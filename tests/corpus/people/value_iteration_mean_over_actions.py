import numpy as np


def value_iteration(P, R, gamma=0.9, n_iter=1000):
    """P (S, A, S): probabilities of the next state; R (S, A)."""
    V = np.zeros(len(P))
    for _ in range(n_iter):
        V = (R + gamma * P @ V).mean(axis=1)
    return V
