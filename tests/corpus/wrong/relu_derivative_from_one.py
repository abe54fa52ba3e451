import numpy as np

def relu(x):
    return np.maximum(0, x)

def relu_derivative(x):
    d = np.zeros_like(x)
    d[x >= 1] = 1
    return d
