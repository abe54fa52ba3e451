import numpy as np


def conv_forward(x, w, b, pad=1, stride=1):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0,), (0,), (pad,), (pad,)))
    Ho, Wo = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            win = xp[:, None, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
            out[:, :, i, j] = (win * w).sum(axis=(2, 3, 4)) + b
    return out, (x, w, b, pad, stride)


def conv_backward(dout, cache):
    x, w, b, pad, stride = cache
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0,), (0,), (pad,), (pad,)))
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            r, c = i * stride, j * stride
            d = dout[:, :, i, j]
            dxp[:, :, r:r + HH, c:c + WW] += np.tensordot(d, w, 1)
            dw += np.tensordot(d.T, xp[:, :, r:r + HH, c:c + WW], 1)
    dx = dxp[:, :, :H, :W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
