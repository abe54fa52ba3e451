import numpy as np


class TwoLayerNet:
    """2層ニューラルネット (ReLU)"""

    def __init__(self, input_size, hidden_size, output_size):
        self.params = {
            "W1": np.random.randn(input_size, hidden_size) * np.sqrt(2.0 / input_size),
            "b1": np.zeros(hidden_size),
            "W2": np.random.randn(hidden_size, output_size) * np.sqrt(2.0 / hidden_size),
            "b2": np.zeros(output_size),
        }

    def predict(self, x):
        self.inputs = []
        self.masks = []
        for i in ("1", "2"):
            self.inputs.append(x)
            a = np.dot(x, self.params["W" + i]) + self.params["b" + i]
            self.masks.append(a > 0)
            x = np.maximum(a, 0)
        return x

    def loss(self, x, t):
        y = self.predict(x)
        if t.ndim == 1:
            t = np.eye(y.shape[1])[t]
        z = y - y.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.t = t
        return -(t * self.logp).sum() / len(t)

    def gradient(self, x, t):
        self.loss(x, t)
        d = (np.exp(self.logp) - self.t) / len(x)
        grads = {}
        for i in (1, 0):
            d = d * self.masks[i]
            grads[f"W{i + 1}"] = self.inputs[i].T @ d
            grads[f"b{i + 1}"] = d.sum(axis=0)
            d = d @ self.params[f"W{i + 1}"].T
        return grads
