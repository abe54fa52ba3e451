import numpy as np


def zero_pad(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def conv_forward(A_prev, W, b, hparameters):
    (m, H_prev, W_prev, _) = A_prev.shape
    (f, f, _, n_C) = W.shape
    stride, pad = hparameters['stride'], hparameters['pad']
    n_H = int((H_prev - f + 2 * pad) / stride) + 1
    n_W = int((W_prev - f + 2 * pad) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for h in range(n_H):
        for w in range(n_W):
            s = A_prev_pad[:, h*stride:h*stride+f, w*stride:w*stride+f, :]
            for c in range(n_C):
                Z[:, h, w, c] = np.sum(s * W[..., c], axis=(1, 2, 3)) + b[0, 0, 0, c]
    return Z, (A_prev, W, b, hparameters)


def conv_backward(dZ, cache):
    (A_prev, W, b, hparameters) = cache
    f, stride, pad = W.shape[0], hparameters['stride'], hparameters['pad']
    A_pad = zero_pad(A_prev, pad)
    dA_pad, dW, db = np.zeros(A_pad.shape), np.zeros(W.shape), np.zeros(b.shape)
    for i in range(dZ.shape[0]):
        for h in range(dZ.shape[1]):
            for w in range(dZ.shape[2]):
                hs, ws = h * stride, w * stride
                for c in range(dZ.shape[3]):
                    dA_pad[i, hs:hs+f, ws:ws+f, :] += W[:, :, :, c] * dZ[i, h, w, c]
                    dW[:, :, :, c] += A_pad[i, hs:hs+f, ws:ws+f, :] * dZ[i, h, w, c]
                    db[:, :, :, c] += dZ[i, h, w, c]
    dA = dA_pad[:, pad:dA_pad.shape[1]-pad, pad:dA_pad.shape[2]-pad, :]
    return dA, dW, db
