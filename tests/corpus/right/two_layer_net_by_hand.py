import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {}
        self.params["W1"] = weight_init_std * np.random.randn(input_size, hidden_size)
        self.params["b1"] = np.zeros(hidden_size)
        self.params["W2"] = weight_init_std * np.random.randn(hidden_size, output_size)
        self.params["b2"] = np.zeros(output_size)

    def predict(self, x):
        """クラスごとの確率"""
        self.z = sigmoid(np.dot(x, self.params["W1"]) + self.params["b1"])
        a = np.dot(self.z, self.params["W2"]) + self.params["b2"]
        a -= a.max(axis=1, keepdims=True)
        e = np.exp(a)
        return e / e.sum(axis=1, keepdims=True)

    def loss(self, x, t):
        if t.ndim == 2:
            t = t.argmax(axis=1)
        y = self.predict(x)
        return -np.log(y[np.arange(len(t)), t]).mean()

    def accuracy(self, x, t):
        if t.ndim == 2:
            t = t.argmax(axis=1)
        return (self.predict(x).argmax(axis=1) == t).mean()

    def gradient(self, x, t):
        y = self.predict(x)
        if t.ndim == 1:
            t = np.eye(y.shape[1])[t]
        d2 = (y - t) / len(x)
        d1 = np.dot(d2, self.params["W2"].T) * self.z * (1 - self.z)
        return {
            "W1": np.dot(x.T, d1),
            "b1": d1.sum(axis=0),
            "W2": np.dot(self.z.T, d2),
            "b2": d2.sum(axis=0),
        }
