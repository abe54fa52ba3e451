import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    x_pad = np.pad(x, pad)
    F, _, HH, WW = w.shape
    N = len(x)
    H_out = (x_pad.shape[2] - HH) // stride + 1
    W_out = (x_pad.shape[3] - WW) // stride + 1
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    win = x_pad[n, :, i*stride:i*stride+HH, j*stride:j*stride+WW]
                    out[n, f, i, j] = (win * w[f]).sum() + b[f]
    return out, (x_pad, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x_pad, w, b, conv_param = cache
    s, p = conv_param['stride'], conv_param['pad']
    dx, dw, db = np.zeros_like(x_pad), np.zeros_like(w), dout.sum(axis=(0, 2, 3))
    for n, f, i, j in np.ndindex(dout.shape):
        sl = (n, slice(None), slice(i*s, i*s + w.shape[2]), slice(j*s, j*s + w.shape[3]))
        dw[f] += dout[n, f, i, j] * x_pad[sl]
        dx[sl] += dout[n, f, i, j] * w[f]
    return dx[:, :, p:dx.shape[2]-p, p:dx.shape[3]-p], dw, db
