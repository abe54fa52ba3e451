import numpy as np


def gradient_clipping(grad, threshold):
    # gradのノルムがthresholdを超えたら縮める
    norm = np.linalg.norm(grad)
    rate = threshold / norm
    if rate > 1:
        return grad * rate
    return grad
