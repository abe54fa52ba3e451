import numpy as np


class TwoLayers:
    def __init__(self, n_inputs, n_hidden, n_outputs, learning_rate):
        self.to_hidden = np.random.normal(0, 0.5, (n_hidden, n_inputs))
        self.to_output = np.random.normal(0, 0.5, (n_outputs, n_hidden))
        self.learning_rate = learning_rate

    def squash(self, x):
        return 1 / (1 + np.exp(-x))

    def query(self, inputs):
        x = np.array(inputs, ndmin=2).T
        return self.squash(self.to_output @ self.squash(self.to_hidden @ x))

    def train(self, inputs, targets):
        x = np.array(inputs, ndmin=2).T
        t = np.array(targets, ndmin=2).T
        h = self.squash(self.to_hidden @ x)
        y = self.squash(self.to_output @ h)
        e = (t - y) * y * (1 - y)
        back = self.to_output.T @ (t - y)
        self.to_output += self.learning_rate * (e @ h.T)
        self.to_hidden += self.learning_rate * ((back * h * (1 - h)) @ x.T)
