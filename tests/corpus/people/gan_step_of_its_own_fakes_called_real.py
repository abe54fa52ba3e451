import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Full:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.2
        self.b = np.zeros(n_out)

    def __call__(self, x):
        self.x = x
        return x @ self.W + self.b

    def back(self, dz):
        self.dW, self.db = self.x.T @ dz, dz.sum(axis=0)
        return dz @ self.W.T

    def move(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class ForgerAndJudge:
    def __init__(self, noise_dim, data_dim, hidden_dim=8, lr=0.05):
        self.f1, self.f2 = Full(noise_dim, hidden_dim), Full(hidden_dim, data_dim)
        self.j1, self.j2 = Full(data_dim, hidden_dim), Full(hidden_dim, 1)
        self.noise_dim, self.lr = noise_dim, lr

    def forge(self, z):
        self.fh = np.tanh(self.f1(z))
        return self.f2(self.fh)

    def believe(self, x):
        self.jh = np.tanh(self.j1(x))
        return sigmoid(self.j2(self.jh))

    def back_judge(self, dz):
        return self.j1.back(self.j2.back(dz) * (1 - self.jh**2))

    def train_step(self, real):
        n = len(real)
        fake = self.forge(np.random.randn(n, self.noise_dim))
        p = self.believe(real)
        self.back_judge((p - 1) / n)
        of_real = [(part.dW, part.db) for part in (self.j1, self.j2)]
        q = self.believe(fake)
        self.back_judge((q - 1) / n)
        judge_loss = -np.mean(np.log(p)) - np.mean(np.log(1 - q))
        for part, (dW, db) in zip((self.j1, self.j2), of_real):
            part.dW += dW
            part.db += db
            part.move(self.lr)
        fake = self.forge(np.random.randn(n, self.noise_dim))
        q = self.believe(fake)
        forger_loss = -np.mean(np.log(q))
        dx = self.back_judge((q - 1) / n)
        self.f1.back(self.f2.back(dx) * (1 - self.fh**2))
        self.f1.move(self.lr)
        self.f2.move(self.lr)
        return judge_loss, forger_loss
