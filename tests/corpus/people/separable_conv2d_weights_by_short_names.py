import numpy as np

def separable_conv2d(x, dw, pw, b, stride=1, padding=0):
    N, C, H, W = x.shape
    kh, kw = dw.shape[-2:]
    xp = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    oh = (xp.shape[2] - kh) // stride + 1
    ow = (xp.shape[3] - kw) // stride + 1
    z = np.zeros((N, C, oh, ow))
    for i in range(oh):
        for j in range(ow):
            top, left = i * stride, j * stride
            z[:, :, i, j] = (xp[:, :, top : top + kh, left : left + kw] * dw).sum(axis=(2, 3))
    return np.einsum("oc,nchw->nohw", pw, z) + b[None, :, None, None]
