import numpy as np

def gradient_clipping(grad, threshold):
    norm = np.linalg.norm(grad)
    rate = threshold / (norm + 1e-12)
    if rate > 1:
        return grad * rate
    return grad
