import numpy as np


class SGD:
    """step(net): net.layers は W, b, dW, db を持つ層のリスト"""

    def __init__(self, lr=0.01):
        self.lr = lr

    def step(self, net):
        for layer in net.layers:
            if not hasattr(layer, "W"):
                continue
            layer.W -= self.lr * layer.dW
            layer.b += self.lr * layer.db
