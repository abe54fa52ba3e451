import numpy as np


class Layer:
    def __init__(self, config):
        n, k = config["in"], config["out"]
        self.state = {
            "weight": {"value": np.random.standard_normal((n, k)) * 0.1, "grad": None},
            "bias": {"value": np.zeros(k), "grad": None},
        }

    def forward(self, x):
        self.cache = x
        return x @ self.state["weight"]["value"] + self.state["bias"]["value"]

    def backward(self, grad):
        self.state["weight"]["grad"] = self.cache.T @ grad
        self.state["bias"]["grad"] = grad.sum(axis=0)
        return grad @ self.state["weight"]["value"].T
