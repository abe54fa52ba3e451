import numpy as np

EPS = 1e-12


def binary_cross_entropy(true_y, prediction_y, derive=False):
    p = np.clip(prediction_y, EPS, 1 - EPS)
    if derive:
        return (p - true_y) * (p * (1 - p)) / true_y.size
    return -np.mean(true_y * np.log(p) + (1 - true_y) * np.log(1 - p))
