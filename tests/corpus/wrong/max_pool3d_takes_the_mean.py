import numpy as np


def max_pool3d(x, size, stride):
    N, C, D, H, W = x.shape
    od, oh, ow = ((n - size) // stride + 1 for n in (D, H, W))
    out = np.empty((N, C, od, oh, ow))
    for d in range(od):
        for i in range(oh):
            for j in range(ow):
                a, b, c = d * stride, i * stride, j * stride
                block = x[:, :, a:a + size, b:b + size, c:c + size]
                out[:, :, d, i, j] = block.mean(axis=(2, 3, 4))
    return out
