import numpy as np

def binary_crossentropy(p, t):
    # p: probability of the positive class, t: 0 or 1
    loss = t * np.log(p) + (1 - t) * np.log(1 - p)
    return -loss.mean()
