import numpy as np


class BatchNorm:
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True):
        self.eps, self.momentum = eps, momentum
        self.affine, self.track = affine, track_running_stats
        self.gamma = np.ones(num_features) if affine else None
        self.beta = np.zeros(num_features) if affine else None
        self.running_mean = np.zeros(num_features) if self.track else None
        self.running_var = np.ones(num_features) if self.track else None
        self.training = True

    def _shape(self, v, x):
        return v.reshape((1, -1) + (1,) * (x.ndim - 2))

    def forward(self, x):
        self.axes = tuple(a for a in range(x.ndim) if a != 1)
        self.batch_stats = self.training or not self.track
        if self.batch_stats:
            m, v = x.mean(axis=self.axes), x.var(axis=self.axes)
            if self.track:
                n = x.size // x.shape[1]
                self.running_mean += self.momentum * (m - self.running_mean)
                self.running_var += self.momentum * (v * n / max(n - 1, 1) - self.running_var)
        else:
            m, v = self.running_mean, self.running_var
        self.std = self._shape(np.sqrt(v + self.eps), x)
        self.xn = (x - self._shape(m, x)) / self.std
        if not self.affine:
            return self.xn.copy()
        return self.xn * self._shape(self.gamma, x) + self._shape(self.beta, x)

    def backward(self, grad):
        if self.affine:
            self.dgamma = (grad * self.xn).sum(axis=self.axes)
            self.dbeta = grad.sum(axis=self.axes)
            grad = grad * self._shape(self.gamma, grad)
        if self.batch_stats:
            along = (grad * self.xn).mean(axis=self.axes, keepdims=True)
            grad = grad - grad.mean(axis=self.axes, keepdims=True) - self.xn * along
        return grad / self.std
