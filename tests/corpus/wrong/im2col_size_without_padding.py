import numpy as np


def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_data.shape
    # 出力サイズ
    out_h = (H - filter_h) // stride + 1
    out_w = (W - filter_w) // stride + 1
    img = np.pad(input_data, [(0, 0), (0, 0), (pad, pad), (pad, pad)], "constant")
    col = np.zeros((N, out_h, out_w, C, filter_h, filter_w))
    for y in range(filter_h):
        for x in range(filter_w):
            part = img[:, :, y:y + stride * out_h:stride, x:x + stride * out_w:stride]
            col[:, :, :, :, y, x] = part.transpose(0, 2, 3, 1)
    return col.reshape(N * out_h * out_w, C * filter_h * filter_w)
