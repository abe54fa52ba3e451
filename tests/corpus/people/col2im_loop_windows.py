import numpy as np


def col2im(cols, x_shape, HH, WW, stride=1, pad=0):
    N, C, H, W = x_shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    oh = (H + 2 * pad - HH) // stride + 1
    ow = (W + 2 * pad - WW) // stride + 1
    r = 0
    for n in range(N):
        for i in range(oh):
            for j in range(ow):
                y, x = i * stride, j * stride
                out[n, :, y:y + HH, x:x + WW] += cols[r].reshape(C, HH, WW)
                r += 1
    return out[:, :, pad:pad + H, pad:pad + W]
