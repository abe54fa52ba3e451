import numpy as np


class SGD_momentum_np:
    def __init__(self, alpha=0.9):
        self.alpha = alpha
        self.velocity = {}

    def update_grad(self, layer_name, layer, LR):
        for key, slope in zip(sorted(layer.params), sorted(layer.grads)):
            name = layer_name + slope
            old = self.velocity.get(name, 0.0)
            self.velocity[name] = self.alpha * old - layer.grads[slope]
            layer.params[key] = layer.params[key] + LR * self.velocity[name]

    def step(self):
        pass
