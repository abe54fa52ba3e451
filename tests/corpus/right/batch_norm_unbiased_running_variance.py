import numpy as np


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None, eps=1e-5):
        self.gamma, self.beta = gamma, beta
        self.momentum = momentum
        self.running_mean, self.running_var = running_mean, running_var
        self.eps = eps

    def forward(self, x, train_flg=True):
        if self.running_mean is None:
            self.running_mean = np.zeros_like(x[0])
            self.running_var = np.ones_like(x[0])
        if train_flg:
            mu = np.average(x, axis=0)
            var = np.average((x - mu) ** 2, axis=0)
            rho = self.momentum
            self.running_mean = rho * self.running_mean + (1 - rho) * mu
            self.running_var = rho * self.running_var + (1 - rho) * x.var(axis=0, ddof=1)
        else:
            mu, var = self.running_mean, self.running_var
        self.sigma = np.sqrt(var + self.eps)
        self.xhat = (x - mu) / self.sigma
        self.train = train_flg
        return self.xhat * self.gamma + self.beta

    def backward(self, dout):
        self.dgamma = np.sum(dout * self.xhat, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        g = dout * self.gamma / self.sigma
        if not self.train:
            return g
        # 平均と分散を通って戻る分を引く
        return g - np.average(g, axis=0) - self.xhat * np.average(g * self.xhat, axis=0)
