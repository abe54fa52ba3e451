import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Ho = 1 + (H + 2 * pad - HH) // stride
    Wo = 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, Ho, Wo))
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    s = b[f]
                    for c in range(C):
                        for k in range(HH):
                            for l in range(WW):
                                r, q = i * stride + k - pad, j * stride + l - pad
                                if 0 <= r < H and 0 <= q < W:
                                    s += x[n, c, r, q] * w[f, c, k, l]
                    out[n, f, i, j] = s
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    H, W = x.shape[2:]
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for n, f, i, j in np.ndindex(*dout.shape):
        g = dout[n, f, i, j]
        db[f] += g
        for c, k, l in np.ndindex(*w.shape[1:]):
            r, q = i * stride + k - pad, j * stride + l - pad
            if 0 <= r < H and 0 <= q < W:
                dw[f, c, k, l] += g * x[n, c, r, q]
                dx[n, c, r, q] += g * w[f, c, k, l]
    return dx, dw, db
