import numpy as np


class VAELoss:
    def forward(self, x, x_hat, mu, logvar):
        self.x, self.x_hat, self.mu, self.logvar = x, x_hat, mu, logvar
        bce = -np.sum(x * np.log(x_hat) + (1 - x) * np.log(1 - x_hat))
        kld = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar))
        return bce + kld

    def backward(self, dout=1.0):
        dx_hat = (self.x_hat - self.x) / (self.x_hat * (1 - self.x_hat))
        dmu = self.mu
        dlogvar = 0.5 * (np.exp(self.logvar) - 1)
        return dout * dx_hat, dout * dmu, dout * dlogvar
