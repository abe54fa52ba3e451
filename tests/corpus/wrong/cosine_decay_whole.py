import numpy as np


def cosine_annealing(t, lr_max=0.1, T_max=100, lr_min=0.0):
    t = np.minimum(t, T_max)
    return lr_min + 0.5 * (lr_max - lr_min) * (1 + np.cos(2 * np.pi * t / T_max))
