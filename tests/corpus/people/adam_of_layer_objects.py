import numpy as np


class Adam:
    def __init__(self, parameters, learning_rate, betas=(0.9, 0.999), eps=1e-8):
        self.parameters = parameters
        self.lr = learning_rate
        self.betas = betas
        self.eps = eps
        self.t = 0
        self.m = [[np.zeros(p.weight.shape), np.zeros(p.bias.shape)] for p in parameters]
        self.v = [[np.zeros(p.weight.shape), np.zeros(p.bias.shape)] for p in parameters]

    def _step(self, i, j, grad):
        b1, b2 = self.betas
        self.m[i][j] = b1 * self.m[i][j] + (1 - b1) * grad
        self.v[i][j] = b2 * self.v[i][j] + (1 - b2) * grad ** 2
        m_hat = self.m[i][j] / (1 - b1 ** self.t)
        v_hat = self.v[i][j] / (1 - b2 ** self.t)
        return self.lr * m_hat / (np.sqrt(v_hat) + self.eps)

    def update(self):
        self.t += 1
        for i, layer in enumerate(self.parameters):
            layer.weight -= self._step(i, 0, layer.w_grad)
            layer.bias -= self._step(i, 1, layer.b_grad)
            layer._reset_gradients()
