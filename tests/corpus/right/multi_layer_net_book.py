from collections import OrderedDict

import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class Relu:
    def forward(self, x):
        self.on = x > 0
        return np.where(self.on, x, 0)

    def backward(self, dout):
        return np.where(self.on, dout, 0)


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t = np.eye(x.shape[1])[t] if t.ndim == 1 else t
        z = x - x.max(axis=1, keepdims=True)
        log_y = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.y = np.exp(log_y)
        return -(self.t * log_y).sum() / len(x)

    def backward(self, dout=1):
        return (self.y - self.t) / len(self.t)


class MultiLayerNet:
    """全結合の多層ネットワーク"""

    def __init__(self, input_size, hidden_size_list, output_size, weight_decay_lambda=0):
        self.hidden_layer_num = len(hidden_size_list)
        self.weight_decay_lambda = weight_decay_lambda
        self.params = {}
        sizes = [input_size, *hidden_size_list, output_size]
        self.layers = OrderedDict()
        for i, (n, m) in enumerate(zip(sizes[:-1], sizes[1:]), start=1):
            self.params[f"W{i}"] = np.random.normal(0, np.sqrt(2 / n), (n, m))
            self.params[f"b{i}"] = np.zeros(m)
            self.layers[f"Affine{i}"] = Affine(self.params[f"W{i}"], self.params[f"b{i}"])
            if i <= self.hidden_layer_num:
                self.layers[f"Activation{i}"] = Relu()
        self.last_layer = SoftmaxWithLoss()

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        decay = sum(np.sum(W ** 2) for name, W in self.params.items() if name.startswith("W"))
        return self.last_layer.forward(self.predict(x), t) + 0.5 * self.weight_decay_lambda * decay

    def gradient(self, x, t):
        self.loss(x, t)
        dout = self.last_layer.backward()
        for name in reversed(self.layers):
            dout = self.layers[name].backward(dout)
        grads = {}
        for i in range(1, self.hidden_layer_num + 2):
            layer = self.layers[f"Affine{i}"]
            grads[f"W{i}"] = layer.dW + self.weight_decay_lambda * self.params[f"W{i}"]
            grads[f"b{i}"] = layer.db
        return grads
