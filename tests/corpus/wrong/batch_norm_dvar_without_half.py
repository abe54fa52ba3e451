import numpy as np


class BatchNormalization:
    """バッチ正規化。2次元の入力のみ"""

    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.running_mean = running_mean
        self.running_var = running_var

    def forward(self, x, train_flg=True):
        if self.running_mean is None:
            self.running_mean = np.zeros(x.shape[1])
            self.running_var = np.zeros(x.shape[1])
        if not train_flg:
            return self.gamma * (x - self.running_mean) / np.sqrt(self.running_var + 1e-5) + self.beta
        self.mu = x.mean(axis=0)
        self.xmu = x - self.mu
        self.var = (self.xmu ** 2).mean(axis=0)
        self.std = (self.var + 1e-5) ** 0.5
        self.xhat = self.xmu / self.std
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * self.mu
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * self.var
        return self.gamma * self.xhat + self.beta

    def backward(self, dout):
        N = dout.shape[0]
        # 計算グラフを後ろからたどる
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.xhat).sum(axis=0)
        dxhat = dout * self.gamma
        dinv = (dxhat * self.xmu).sum(axis=0)
        dxmu1 = dxhat / self.std
        dstd = -dinv / self.std ** 2
        dvar = dstd / self.std
        dsq = np.ones_like(dout) / N * dvar
        dxmu2 = 2 * self.xmu * dsq
        dx1 = dxmu1 + dxmu2
        dmu = -dx1.sum(axis=0)
        return dx1 + dmu / N
