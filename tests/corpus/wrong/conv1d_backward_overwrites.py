import numpy as np


def conv1d_forward(x, w, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    N, C, L = xp.shape
    F, _, K = w.shape
    L_out = (L - K) // stride + 1
    out = np.zeros((N, F, L_out))
    for t in range(L_out):
        s = t * stride
        out[:, :, t] = np.einsum("nck,fck->nf", xp[:, :, s:s + K], w) + b
    return out, (xp, w, stride, pad)


def conv1d_backward(dout, cache):
    xp, w, stride, pad = cache
    K = w.shape[2]
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    db = dout.sum(axis=(0, 2))
    for t in range(dout.shape[2]):
        s = t * stride
        d = dout[:, :, t]
        dw += np.einsum("nf,nck->fck", d, xp[:, :, s:s + K])
        dxp[:, :, s:s + K] = np.einsum("nf,fck->nck", d, w)
    dx = dxp[:, :, pad:dxp.shape[2] - pad]
    return dx, dw, db
