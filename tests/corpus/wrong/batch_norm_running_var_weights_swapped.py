import numpy as np


class BatchNormalization:
    def __init__(self, gamma, beta, rho=0.9, moving_mean=None, moving_var=None):
        self.gamma = gamma
        self.beta = beta
        self.rho = rho
        self.moving_mean = moving_mean
        self.moving_var = moving_var

    def forward(self, x, train_flg=True):
        if self.moving_mean is None:
            N, D = x.shape
            self.moving_mean = np.zeros(D)
            self.moving_var = np.zeros(D)

        if train_flg:
            mu = x.mean(axis=0)                     # 平均
            xc = x - mu
            var = np.mean(xc**2, axis=0)            # 分散
            std = np.sqrt(var + 10e-7)
            xn = xc / std
            self.batch_size = x.shape[0]
            self.xc, self.xn, self.std = xc, xn, std
            self.moving_mean = self.rho * self.moving_mean + (1 - self.rho) * mu
            self.moving_var = (1 - self.rho) * self.moving_var + self.rho * var
        else:
            xc = x - self.moving_mean
            xn = xc / np.sqrt(self.moving_var + 10e-7)
        return self.gamma * xn + self.beta

    def backward(self, dout):
        self.dbeta = dout.sum(axis=0)
        self.dgamma = np.einsum("nd,nd->d", dout, self.xn)
        # 論文の式を整理したもの
        k = self.gamma / (self.batch_size * self.std)
        return k * (self.batch_size * dout - self.dbeta - self.xn * self.dgamma)
