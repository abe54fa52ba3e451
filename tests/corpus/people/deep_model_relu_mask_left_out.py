import numpy as np


def L_model_forward(X, parameters):
    A, caches = X, []
    L = len(parameters) // 2
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = np.dot(W, A) + b
        caches.append((A, W, b, Z))
        A = 1 / (1 + np.exp(-Z)) if l == L else np.maximum(Z, 0)
    return A, caches


def L_model_backward(AL, Y, caches):
    m, L, grads = Y.shape[1], len(caches), {}
    for l in range(L, 0, -1):
        A_prev, W, b, Z = caches[l - 1]
        if l == L:
            dZ = AL - Y
        else:
            dZ = dA
        grads[f"dW{l}"] = np.dot(dZ, A_prev.T) / m
        grads[f"db{l}"] = np.sum(dZ, axis=1, keepdims=True) / m
        dA = np.dot(W.T, dZ)
    return grads
