import numpy as np

def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_data.shape
    x = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    oh = (x.shape[2] - filter_h) // stride + 1
    ow = (x.shape[3] - filter_w) // stride + 1
    rows = []
    for n in range(N):
        for i in range(oh):
            for j in range(ow):
                patch = x[n, :, i * stride:i * stride + filter_h, j * stride:j * stride + filter_w]
                rows.append(patch.transpose(1, 2, 0).ravel())
    return np.array(rows)
