import numpy as np


class Sampling:
    def __init__(self):
        self.cache = None

    def forward(self, mu, log_var, eps):
        std = np.exp(log_var / 2)
        self.cache = (std, eps)
        return mu + std * eps

    def backward(self, dz):
        std, eps = self.cache
        dmu = dz
        dlog_var = dz * eps * std / 2
        return dmu, dlog_var
