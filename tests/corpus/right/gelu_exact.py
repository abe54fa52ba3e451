import math

import numpy as np


def 標準正規分布の分布関数(x):
    値 = [0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x.ravel()]
    return np.array(値, dtype=float).reshape(x.shape)


class GELU:
    def forward(self, x):
        self.x = x
        self.Phi = 標準正規分布の分布関数(x)
        return x * self.Phi

    def backward(self, dout):
        # 積の微分: Φ(x) + x φ(x)
        密度 = np.exp(-0.5 * self.x ** 2) / math.sqrt(2 * math.pi)
        return dout * (self.Phi + self.x * 密度)
