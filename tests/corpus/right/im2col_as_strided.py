import numpy as np
from numpy.lib.stride_tricks import as_strided


def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    N, C, H, W = img.shape
    out_h = (H - filter_h) // stride + 1
    out_w = (W - filter_w) // stride + 1
    sn, sc, sh, sw = img.strides
    windows = as_strided(
        img,
        shape=(N, out_h, out_w, C, filter_h, filter_w),
        strides=(sn, sh * stride, sw * stride, sc, sh, sw),
        writeable=False,
    )
    return windows.reshape(N * out_h * out_w, -1)
