import numpy as np


class ConvTranspose2d:
    def __init__(self, cin, cout, k, stride=2, padding=0):
        self.weight = np.random.randn(cin, cout, k, k) * 0.1
        self.k, self.s, self.p = k, stride, padding

    def forward(self, x):
        self.x = x
        n, _, h, w = x.shape
        k, s, p = self.k, self.s, self.p
        y = np.zeros((n, self.weight.shape[1], (h - 1) * s + k, (w - 1) * s + k))
        for i in range(h):
            for j in range(w):
                y[:, :, i*s:i*s+k, j*s:j*s+k] += np.tensordot(x[:, :, i, j], self.weight, (1, 0))
        return y[:, :, p:y.shape[2] - p, p:y.shape[3] - p]

    def backward(self, dy):
        k, s, p = self.k, self.s, self.p
        dy = np.pad(dy, ((0, 0), (0, 0), (p, p), (p, p)))
        dx = np.zeros_like(self.x)
        self.dweight = np.zeros_like(self.weight)
        for i in range(dx.shape[2]):
            for j in range(dx.shape[3]):
                g = dy[:, :, i*s:i*s+k, j*s:j*s+k]
                dx[:, :, i, j] = np.einsum('nokl,cokl->nc', g, self.weight)
                self.dweight += np.einsum('nc,nokl->cokl', self.x[:, :, i, j], g)
        return dx
