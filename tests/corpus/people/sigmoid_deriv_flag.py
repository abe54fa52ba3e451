import numpy as np

def sigmoid(x, deriv=False):
    s = 1/(1+np.exp(-x))
    if deriv:
        return s*(1-s)
    return s
