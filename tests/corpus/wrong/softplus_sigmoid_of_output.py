import numpy as np


class Softplus:
    def __init__(self):
        self.y = None

    def forward(self, x):
        self.y = np.logaddexp(0, x)
        return self.y

    def backward(self, dout):
        # ソフトプラスの微分はシグモイド関数
        return dout / (1 + np.exp(-self.y))
