import numpy as np


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        # テスト時に使う平均と分散
        self.running_mean = running_mean
        self.running_var = running_var
        self.dgamma = None
        self.dbeta = None

    def forward(self, x, train_flg=True):
        if self.running_mean is None:
            self.running_mean = np.zeros(x.shape[1])
            self.running_var = np.zeros(x.shape[1])

        if not train_flg:
            xn = (x - self.running_mean) / np.sqrt(self.running_var + 10e-7)
            return self.gamma * xn + self.beta

        平均 = x.mean(axis=0)
        self.xc = x - 平均
        分散 = np.mean(self.xc ** 2, axis=0)
        self.std = np.sqrt(分散 + 10e-7)
        self.xn = self.xc / self.std
        m = self.momentum
        self.running_mean = m * self.running_mean + (1 - m) * 平均
        self.running_var = m * self.running_var + (1 - m) * 分散
        return self.gamma * self.xn + self.beta

    def backward(self, dout):
        n = dout.shape[0]
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.xn).sum(axis=0)
        dxn = dout * self.gamma
        # 除算ノード
        dxc = dxn / self.std
        dstd = -(dxn * self.xc).sum(axis=0) / self.std ** 2
        # 平方根、2乗平均ノード
        dvar = dstd / (2 * self.std)
        dxc += 2 / n * self.xc * dvar
        # 平均を引くノード
        return dxc - dxc.mean(axis=0)
