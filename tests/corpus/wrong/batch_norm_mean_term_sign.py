import numpy as np


class BatchNorm:
    def __init__(self, n_channels, momentum=0.9, epsilon=1e-5):
        C = n_channels
        self.params = dict(gamma=np.ones(C), beta=np.zeros(C))
        self.grads = dict(gamma=np.zeros(C), beta=np.zeros(C))
        self.buffers = dict(running_mean=np.zeros(C), running_var=np.ones(C))
        self.m, self.eps = momentum, epsilon

    def forward(self, x, training=True):
        ax = (0, 2, 3) if x.ndim == 4 else 0
        kw = dict(axis=ax, keepdims=True)
        self.ax = ax
        self.training = training
        C = x.shape[1]
        sh = (1, C, 1, 1) if x.ndim == 4 else (1, C)
        self.sh = sh
        if training:
            mu, var = x.mean(**kw), x.var(**kw)
            for name, new in (("running_mean", mu), ("running_var", var)):
                self.buffers[name] = self.m * self.buffers[name] + (1 - self.m) * new.ravel()
        else:
            mu = self.buffers["running_mean"].reshape(sh)
            var = self.buffers["running_var"].reshape(sh)
        self.std = np.sqrt(var + self.eps)
        self.xh = (x - mu) / self.std
        return self.params["gamma"].reshape(sh) * self.xh + self.params["beta"].reshape(sh)

    def backward(self, dy):
        self.grads["gamma"] = (dy * self.xh).sum(axis=self.ax)
        self.grads["beta"] = dy.sum(axis=self.ax)
        g = dy * self.params["gamma"].reshape(self.sh)
        if not self.training:
            return g / self.std
        dmu = g.mean(axis=self.ax, keepdims=True)
        dvar = (g * self.xh).mean(axis=self.ax, keepdims=True)
        return (g + dmu - self.xh * dvar) / self.std
