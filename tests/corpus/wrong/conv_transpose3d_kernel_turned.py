import numpy as np


def conv_transpose3d(x, W, b, stride=1):
    N, C, D, H, Wd = x.shape
    C, F, KD, KH, KW = W.shape
    s = stride
    flipped = W[:, :, ::-1, ::-1, ::-1]
    out = np.zeros((N, F, (D - 1) * s + KD, (H - 1) * s + KH, (Wd - 1) * s + KW))
    for d, h, w in np.ndindex(D, H, Wd):
        block = np.einsum("nc,cfdhw->nfdhw", x[:, :, d, h, w], flipped)
        out[:, :, d*s:d*s+KD, h*s:h*s+KH, w*s:w*s+KW] += block
    return out + b.reshape(1, -1, 1, 1, 1)
