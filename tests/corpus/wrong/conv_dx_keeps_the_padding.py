import numpy as np

def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    x_pad = np.pad(x, ((0,0), (0,0), (p,p), (p,p)))
    N, F = x.shape[0], w.shape[0]
    HH, WW = w.shape[2:]
    H_out = (x_pad.shape[2] - HH) // s + 1
    W_out = (x_pad.shape[3] - WW) // s + 1
    out = np.empty((N, F, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            patch = x_pad[:, :, i*s:i*s+HH, j*s:j*s+WW].reshape(N, -1)
            out[:, :, i, j] = patch.dot(w.reshape(F, -1).T) + b
    return out, (x_pad, w, b, conv_param)

def conv_backward_naive(dout, cache):
    x_pad, w, b, conv_param = cache
    s = conv_param['stride']
    N, F, H_out, W_out = dout.shape
    HH, WW = w.shape[2:]
    dx = np.zeros_like(x_pad)
    dw = np.zeros_like(w)
    db = np.sum(dout, axis=(0, 2, 3))
    for i in range(H_out):
        for j in range(W_out):
            patch = x_pad[:, :, i*s:i*s+HH, j*s:j*s+WW]
            g = dout[:, :, i, j]
            dw += np.tensordot(g, patch, axes=(0, 0))
            dx[:, :, i*s:i*s+HH, j*s:j*s+WW] += np.tensordot(g, w, axes=(1, 0))
    return dx, dw, db
