import numpy as np

def grad_cam(A, dA):
    """A, dA: (K, H, W) of one image."""
    alpha = dA.mean(axis=(1, 2))
    cam = np.zeros(A.shape[1:])
    for k, w in enumerate(alpha):
        cam += w * A[k]
    return np.maximum(cam, 0)
