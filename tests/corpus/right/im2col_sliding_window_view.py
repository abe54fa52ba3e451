import numpy as np

def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    x = np.pad(input_data, [(0, 0), (0, 0), (pad, pad), (pad, pad)], "constant")
    win = np.lib.stride_tricks.sliding_window_view(x, (filter_h, filter_w), axis=(2, 3))
    win = win[:, :, ::stride, ::stride]            # N, C, oh, ow, fh, fw
    win = np.moveaxis(win, 1, 3)                   # N, oh, ow, C, fh, fw
    n = win.shape[0] * win.shape[1] * win.shape[2]
    return win.reshape(n, -1)
