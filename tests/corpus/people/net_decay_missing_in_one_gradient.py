import numpy as np


class MultiLayerNet:
    def __init__(self, input_size, hidden_size_list, output_size, weight_decay=0.1):
        sizes = [input_size] + hidden_size_list + [output_size]
        self.n = len(sizes) - 1
        self.weight_decay = weight_decay
        self.params = {}
        for i in range(1, self.n + 1):
            self.params['W' + str(i)] = np.random.randn(sizes[i - 1], sizes[i]) / np.sqrt(sizes[i - 1])
            self.params['b' + str(i)] = np.zeros(sizes[i])

    def predict(self, x):
        self.z = [x]
        for i in range(1, self.n + 1):
            a = self.z[-1] @ self.params['W' + str(i)] + self.params['b' + str(i)]
            self.z.append(np.tanh(a) if i < self.n else a)
        return self.z[-1]

    def loss(self, x, t):
        y = self.predict(x)
        penalty = 0
        for i in range(1, self.n + 1):
            penalty += 0.5 * self.weight_decay * np.sum(self.params['W' + str(i)] ** 2)
        e = np.exp(y - y.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        return -np.sum(t * np.log(self.p + 1e-7)) / len(x) + penalty

    def gradient(self, x, t):
        self.loss(x, t)
        d = (self.p - t) / len(x)
        grads = {}
        for i in range(self.n, 0, -1):
            grads['W' + str(i)] = self.z[i - 1].T @ d + self.params['W' + str(i)]
            grads['b' + str(i)] = d.sum(axis=0)
            d = (d @ self.params['W' + str(i)].T) * (1 - self.z[i - 1] ** 2)
        return grads
