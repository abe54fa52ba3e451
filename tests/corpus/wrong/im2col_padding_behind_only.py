import numpy as np

def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_data.shape
    img = np.zeros((N, C, H + 2*pad, W + 2*pad))
    img[:, :, :H, :W] = input_data
    out_h = (H + 2*pad - filter_h)//stride + 1
    out_w = (W + 2*pad - filter_w)//stride + 1
    col = np.empty((N, C, filter_h, filter_w, out_h, out_w))
    for a in range(filter_h):
        for b in range(filter_w):
            col[:, :, a, b, :, :] = img[:, :, a:a+stride*out_h:stride, b:b+stride*out_w:stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N*out_h*out_w, -1)
