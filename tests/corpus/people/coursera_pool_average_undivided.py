import numpy as np


def pool_forward(A_prev, hparameters):
    f, stride = hparameters["f"], hparameters["stride"]
    m, H, W, C = A_prev.shape
    n_H, n_W = (H - f) // stride + 1, (W - f) // stride + 1
    A = np.zeros((m, n_H, n_W, C))
    for h in range(n_H):
        for w in range(n_W):
            A[:, h, w] = A_prev[:, h * stride:h * stride + f, w * stride:w * stride + f].mean(axis=(1, 2))
    return A, (A_prev, hparameters)


def distribute_value(dz, shape):
    (n_H, n_W) = shape
    average = dz
    return np.ones(shape) * average


def pool_backward(dA, cache):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        dA_prev[i, h * stride:h * stride + f, w * stride:w * stride + f, c] += distribute_value(dA[i, h, w, c], (f, f))
    return dA_prev
