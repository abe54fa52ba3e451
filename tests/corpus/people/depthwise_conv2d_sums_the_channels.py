import numpy as np

def depthwise_conv2d(x, W, b, stride=1, padding=0):
    N, C, H, width = x.shape
    kh, kw = W.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    oh = (xp.shape[2] - kh) // stride + 1
    ow = (xp.shape[3] - kw) // stride + 1
    y = np.zeros((N, C, oh, ow))
    for c in range(C):
        for i in range(oh):
            for j in range(ow):
                win = xp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
                y[:, c, i, j] = (win * W[:, 0]).sum(axis=(1, 2, 3)) + b[c]
    return y
