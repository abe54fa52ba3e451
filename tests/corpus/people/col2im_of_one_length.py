import numpy as np


def col2im(cols, x_shape, kernel_size, stride=1, padding=0):
    """cols (B * out_h * out_w, C * K * K), of square windows."""
    batch, channels, height, width = x_shape
    k = kernel_size
    out_h = (height + 2 * padding - k) // stride + 1
    out_w = (width + 2 * padding - k) // stride + 1
    parts = cols.reshape(batch, out_h, out_w, channels, k, k).transpose(0, 3, 4, 5, 1, 2)
    wide = np.zeros((batch, channels, height + 2 * padding, width + 2 * padding))
    for down in range(k):
        rows = slice(down, down + stride * out_h, stride)
        for right in range(k):
            wide[:, :, rows, right : right + stride * out_w : stride] += parts[:, :, down, right]
    return wide[:, :, padding : padding + height, padding : padding + width]
