import numpy as np


class AdaDelta:
    """学習率を必要としない最適化手法"""

    def __init__(self, rho=0.95, eps=1e-6):
        self.rho = rho
        self.eps = eps
        self.勾配の2乗平均 = {}
        self.更新量の2乗平均 = {}

    def update(self, params, grads):
        for k in params:
            g = grads[k]
            Eg = self.勾配の2乗平均.get(k, np.zeros_like(g))
            Ed = self.更新量の2乗平均.get(k, np.zeros_like(g))
            Eg = self.rho * Eg + (1 - self.rho) * g ** 2
            d = -np.sqrt((Ed + self.eps) / (Eg + self.eps)) * g
            self.勾配の2乗平均[k] = Eg
            self.更新量の2乗平均[k] = self.rho * Ed + (1 - self.rho) * d ** 2
            params[k] += d
