import numpy as np


class Momentum:
    def __init__(self, lr=0.1, momentum=0.9):
        self.lr = lr
        self.momentum = momentum

    def update(self, w, dw, vars=None):
        v = np.zeros_like(w) if vars is None else vars["v"]
        v = self.momentum * v - self.lr * dw
        return w + v, {"v": dw}
