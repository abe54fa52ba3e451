import numpy as np


class Dense:
    def __init__(self, n_in, n_out, use_bias=True):
        rng = np.random.default_rng(0)
        self.params = {"W": rng.uniform(-0.1, 0.1, (n_in, n_out))}
        if use_bias:
            self.params["b"] = np.zeros(n_out)
        self.grads, self.buffers = {}, {}

    def forward(self, x):
        W = self.params["W"]
        n_in, n_out = W.shape
        self.lead = x.shape[:-1]
        self.x = x.reshape(-1, n_in)
        y = np.zeros((len(self.x), n_out))
        for n in range(len(self.x)):
            for o in range(n_out):
                for i in range(n_in):
                    y[n, o] += self.x[n, i] * W[i, o]
                if "b" in self.params:
                    y[n, o] += self.params["b"][o]
        return y.reshape(*self.lead, n_out)

    def backward(self, dy):
        W = self.params["W"]
        n_in, n_out = W.shape
        dy = dy.reshape(-1, n_out)
        dW, dx, db = np.zeros_like(W), np.zeros_like(self.x), np.zeros(n_out)
        for n in range(len(dy)):
            for o in range(n_out):
                db[o] += dy[n, o]
                for i in range(n_in):
                    dW[i, o] += self.x[n, i] * dy[n, o]
                    dx[n, i] += W[i, o] * dy[n, o]
        self.grads["W"] = dW
        if "b" in self.params:
            self.grads["b"] = db
        return dx.reshape(*self.lead, n_in)
