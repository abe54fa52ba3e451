import numpy as np


def causal_conv1d(x, W, b, dilation=1):
    n, c, t = x.shape
    k = W.shape[2]
    xp = np.pad(x, ((0, 0), (0, 0), (0, (k - 1) * dilation)))
    out = np.zeros((n, W.shape[0], t))
    for j in range(k):
        out += np.einsum("oc,nct->not", W[:, :, j], xp[:, :, j * dilation:j * dilation + t])
    return out + b[:, None]
