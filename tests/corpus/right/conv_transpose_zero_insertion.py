import numpy as np


def conv_transpose2d(x, W, b=None, stride=1, padding=0):
    N, C, H, Wd = x.shape
    kh, kw = W.shape[2:]
    # 画素の間に0を挿入する
    z = np.zeros((N, C, (H - 1) * stride + 1 + 2 * (kh - 1), (Wd - 1) * stride + 1 + 2 * (kw - 1)))
    z[:, :, kh - 1:z.shape[2] - kh + 1:stride, kw - 1:z.shape[3] - kw + 1:stride] = x
    v = np.lib.stride_tricks.sliding_window_view(z, (kh, kw), axis=(2, 3))
    y = np.einsum("nchwij,coij->nohw", v, W[:, :, ::-1, ::-1])
    if b is not None:
        y = y + b.reshape(1, -1, 1, 1)
    return y[:, :, padding:y.shape[2] - padding, padding:y.shape[3] - padding]
