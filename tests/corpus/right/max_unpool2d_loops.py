import numpy as np


def max_unpool2d(x, indices, kernel_size, stride=None):
    stride = stride or kernel_size
    n, c, oh, ow = x.shape
    h, w = (oh - 1) * stride + kernel_size, (ow - 1) * stride + kernel_size
    out = np.zeros((n, c, h, w))
    for b in range(n):
        for ch in range(c):
            for i in range(oh):
                for j in range(ow):
                    k = indices[b, ch, i, j]
                    out[b, ch, k // w, k % w] = x[b, ch, i, j]
    return out
