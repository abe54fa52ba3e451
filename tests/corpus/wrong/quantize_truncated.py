import numpy as np


def quantize(x):
    qmin, qmax = -128, 127
    x_min = min(0.0, np.min(x))
    x_max = max(0.0, np.max(x))
    scale = (x_max - x_min) / (qmax - qmin)
    zero_point = int(round(qmin - x_min / scale))
    q = np.clip((x / scale).astype(int) + zero_point, qmin, qmax)
    return q, scale, zero_point
