import numpy as np


def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """im2colの逆 (重なりは足し合わせる)"""
    N, C, H, W = input_shape
    out_h = 1 + (H + 2 * pad - filter_h) // stride
    out_w = 1 + (W + 2 * pad - filter_w) // stride
    windows = col.reshape(N, out_h, out_w, C, filter_h, filter_w)
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i in range(out_h):
        for j in range(out_w):
            top, left = i * stride, j * stride
            img[:, :, top:top + filter_h, left:left + filter_w] += windows[:, i, j]
    return img[:, :, :H, :W]
