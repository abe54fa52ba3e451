import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class GAN:
    """A linear generator against a logistic discriminator, one step of each."""

    def __init__(self, d_z, d_x, lr=0.01):
        self.Wg, self.bg = np.random.randn(d_z, d_x) * 0.1, np.zeros(d_x)
        self.Wd, self.bd = np.random.randn(d_x, 1) * 0.1, np.zeros(1)
        self.lr = lr

    def generate(self, z):
        return z @ self.Wg + self.bg

    def step_d(self, real, z):
        fake = self.generate(z)
        p_real, p_fake = sigmoid(real @ self.Wd + self.bd), sigmoid(fake @ self.Wd + self.bd)
        d_real, d_fake = (p_real - 1) / len(real), p_fake / len(fake)
        self.Wd -= self.lr * (real.T @ d_real + fake.T @ d_fake)
        self.bd -= self.lr * (d_real.sum(0) + d_fake.sum(0))
        return -np.log(p_real).mean() - np.log(1 - p_fake).mean()

    def step_g(self, z):
        fake = self.generate(z)
        p = sigmoid(fake @ self.Wd + self.bd)
        dx = (p - 1) / len(z) @ self.Wd.T
        self.Wg -= self.lr * z.T @ dx
        self.bg -= self.lr * dx.sum(0)
        return -np.log(p).mean()
