import numpy as np

def softmax(scores):
    """scores: (N, C)"""
    shifted = scores - np.max(scores, axis=0, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=0, keepdims=True)
