import numpy as np


class Rentals:
    """How many bicycles are rented in an hour: one hidden layer, a plain number at the end."""

    def __init__(self, input_nodes, hidden_nodes, output_nodes, learning_rate):
        self.input_nodes = input_nodes
        self.to_hidden = np.random.normal(0.0, input_nodes**-0.5, (input_nodes, hidden_nodes))
        self.to_output = np.random.normal(0.0, hidden_nodes**-0.5, (hidden_nodes, output_nodes))
        self.lr = learning_rate

    def train(self, features, targets):
        n = features.shape[0]
        change_ih = np.zeros(self.to_hidden.shape)
        change_ho = np.zeros(self.to_output.shape)
        for x, t in zip(features, targets):
            h = 1 / (1 + np.exp(-(x @ self.to_hidden)))
            error = t - h @ self.to_output
            back = self.to_output @ error * h
            change_ih += back * x[:, None]
            change_ho += error * h[:, None]
        self.to_output += self.lr * change_ho / n
        self.to_hidden += self.lr * change_ih / n

    def run(self, features):
        return 1 / (1 + np.exp(-(features @ self.to_hidden))) @ self.to_output
