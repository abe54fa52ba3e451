import numpy as np

def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    H_pad, W_pad = H + 2*pad, W + 2*pad
    out_h = (H_pad - filter_h) // stride + 1
    out_w = (W_pad - filter_w) // stride + 1
    img = np.zeros((N, C, H_pad, W_pad))
    k = 0
    for n in range(N):
        for i in range(out_h):
            for j in range(out_w):
                window = col[k].reshape(C, filter_h, filter_w)
                img[n, :, i*stride:i*stride+filter_h, j*stride:j*stride+filter_w] += window
                k += 1
    return img
