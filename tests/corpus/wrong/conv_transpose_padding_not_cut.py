import numpy as np

def conv_transpose2d(x, W, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    N, C, H, Wd = x.shape
    C, O, kh, kw = W.shape
    out = np.zeros((N, O, (H - 1) * stride + kh, (Wd - 1) * stride + kw))
    for n in range(N):
        for i in range(H):
            for j in range(Wd):
                for c in range(C):
                    out[n, :, i*stride:i*stride+kh, j*stride:j*stride+kw] += x[n, c, i, j] * W[c]
    return out + b.reshape(1, -1, 1, 1)
