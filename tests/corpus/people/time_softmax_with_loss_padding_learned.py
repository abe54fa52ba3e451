import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



class TimeSoftmaxWithLoss:
    def __init__(self):
        self.ignore_label = -1

    def forward(self, xs, ts):
        N, T, V = xs.shape
        mask = ts.reshape(-1) != self.ignore_label
        ys = softmax(xs.reshape(N * T, V))
        t = np.where(mask, ts.reshape(-1), 0)
        loss = -(np.log(ys[np.arange(N * T), t]) * mask).sum() / mask.sum()
        self.cache = t, ys, mask, (N, T, V)
        return loss

    def backward(self, dout=1):
        t, ys, mask, shape = self.cache
        dx = ys.copy()
        dx[np.arange(len(t)), t] -= 1
        dx *= dout / mask.sum()
        dx *= 1
        return dx.reshape(shape)
