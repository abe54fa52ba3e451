import numpy as np

def softmax(z):
    """z: (n_classes, m)"""
    t = np.exp(z - np.max(z, axis=0, keepdims=True))
    return t / np.sum(t, axis=0, keepdims=True)
