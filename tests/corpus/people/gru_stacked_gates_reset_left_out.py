import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class GRU:
    """Both gates in one matrix: Wx_zr (D, 2H), Wh_zr (H, 2H); the candidate has its own."""

    def __init__(self, Wx_zr, Wx_h, Wh_zr, Wh_h, b_zr, b_h):
        self.params = [Wx_zr, Wx_h, Wh_zr, Wh_h, b_zr, b_h]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, x, h_prev):
        Wx_zr, Wx_h, Wh_zr, Wh_h, b_zr, b_h = self.params
        gates = sigmoid(x @ Wx_zr + h_prev @ Wh_zr + b_zr)
        z, r = np.split(gates, 2, axis=1)
        new = np.tanh(x @ Wx_h + (r * h_prev) @ Wh_h + b_h)
        self.cache = x, h_prev, z, r, new
        return (1 - z) * h_prev + z * new

    def backward(self, dh):
        Wx_zr, Wx_h, Wh_zr, Wh_h, b_zr, b_h = self.params
        x, h_prev, z, r, new = self.cache
        da = dh * z * (1 - new**2)
        drh = da @ Wh_h.T
        dz = dh * (new - h_prev) * z * (1 - z)
        dr = drh * h_prev * r * (1 - r)
        dzr = np.hstack([dz, dr])
        grads = [x.T @ dzr, x.T @ da, h_prev.T @ dzr, h_prev.T @ da, dzr.sum(0), da.sum(0)]
        for kept, grad in zip(self.grads, grads):
            kept[...] = grad
        dx = da @ Wx_h.T + dzr @ Wx_zr.T
        return dx, dh * (1 - z) + drh * r + dzr @ Wh_zr.T
