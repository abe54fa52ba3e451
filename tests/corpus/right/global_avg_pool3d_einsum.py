import numpy as np


class GlobalAvgPool3d:
    def forward(self, x):
        self.shape = x.shape
        self.n = np.prod(x.shape[2:])
        return np.einsum("ncdhw->nc", x) / self.n

    def backward(self, dy):
        return np.einsum("nc,ncdhw->ncdhw", dy / self.n, np.ones(self.shape))
