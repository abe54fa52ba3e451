import numpy as np


class RMSprop:
    def __init__(self, learning_rate=0.001, decay=0.0, epsilon=1e-7, rho=0.9):
        self.learning_rate, self.decay, self.epsilon, self.rho = learning_rate, decay, epsilon, rho
        self.step = 0

    def update(self, layer):
        lr = self.learning_rate / (1 + self.decay * self.step)
        for name in ("weights", "biases"):
            cache = getattr(layer, name + "_cache", 0)
            g = getattr(layer, "d" + name)
            cache = self.rho * cache + (1 - self.rho) * g ** 2
            setattr(layer, name + "_cache", cache)
            setattr(layer, name, getattr(layer, name) - lr * g / (np.sqrt(cache) + self.epsilon))

    def next(self):
        self.step += 1
