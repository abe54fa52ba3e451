import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    out_h = (H + 2 * pad - HH) // stride + 1
    out_w = (W + 2 * pad - WW) // stride + 1
    xp = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    out = np.zeros((N, F, out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            window = xp[:, None, :, i*stride:i*stride+HH, j*stride:j*stride+WW]
            out[:, :, i, j] = (window * w[None]).sum(axis=(2, 3, 4)) + b
    cache = (xp, w, stride, pad)
    return out, cache


def conv_backward_naive(dout, cache):
    xp, w, stride, pad = cache
    N, F, out_h, out_w = dout.shape
    HH, WW = w.shape[2:]
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    for i in range(out_h):
        for j in range(out_w):
            rows = slice(i * stride, i * stride + HH)
            cols = slice(j * stride, j * stride + WW)
            d = dout[:, :, i, j][:, :, None, None, None]
            dw += (d * xp[:, None, :, rows, cols]).sum(axis=0)
            dxp[:, :, rows, cols] = (d * w[None]).sum(axis=1)
    db = dout.sum(axis=(0, 2, 3))
    dx = dxp[:, :, pad:xp.shape[2] - pad, pad:xp.shape[3] - pad]
    return dx, dw, db
