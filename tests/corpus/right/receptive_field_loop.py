import numpy as np


def receptive_field(kernel, stride=None, dilation=None, padding=None):
    n = len(kernel)
    stride = [1] * n if stride is None else stride
    dilation = [1] * n if dilation is None else dilation
    padding = [0] * n if padding is None else padding
    r, j, b = 1, 1, 0
    rs, js, bs = [], [], []
    for k, s, d, p in zip(kernel, stride, dilation, padding):
        r += (k - 1) * d * j
        b -= p * j
        j *= s
        rs.append(r)
        js.append(j)
        bs.append(b)
    return np.array(rs), np.array(js), np.array(bs)
