import numpy as np


class Sampling:
    def forward(self, mu, log_var, eps):
        self.std = np.exp(0.5 * log_var)
        return mu + self.std * eps

    def backward(self, dz):
        eps = np.random.randn(*dz.shape)
        return dz, 0.5 * dz * self.std * eps
