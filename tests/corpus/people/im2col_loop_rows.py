import numpy as np


def im2col(img, fh, fw, stride=1, pad=0):
    N, C, H, W = img.shape
    img = np.pad(img, ((0, 0), (0, 0), (pad, pad), (pad, pad)), 'constant')
    rows = []
    for n in range(N):
        for i in range(0, H + 2 * pad - fh + 1, stride):
            for j in range(0, W + 2 * pad - fw + 1, stride):
                rows.append(img[n, :, i:i + fh, j:j + fw].ravel())
    return np.array(rows)
