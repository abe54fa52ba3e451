import numpy as np


def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    out_h = (H + 2 * pad - filter_h) // stride + 1
    out_w = (W + 2 * pad - filter_w) // stride + 1
    # index of each element of a window: (out_h*out_w, filter_h*filter_w)
    i0, j0 = np.divmod(np.arange(filter_h * filter_w), filter_w)
    i1, j1 = np.divmod(np.arange(out_h * out_w), out_w)
    i = i1[:, None] * stride + i0[None]
    j = j1[:, None] * stride + j0[None]
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    values = col.reshape(N, out_h * out_w, C, filter_h * filter_w).transpose(0, 2, 1, 3)
    np.add.at(img, (slice(None), slice(None), i, j), values)
    return img[:, :, pad:pad + H, pad:pad + W]
