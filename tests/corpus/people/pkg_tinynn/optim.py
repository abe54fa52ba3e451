from __future__ import annotations

import numpy as np

from .nets.mlp import MLP


class Momentum:
    def __init__(self, net: MLP, lr: float = 0.1, mu: float = 0.9) -> None:
        self.net, self.lr, self.mu = net, lr, mu
        self.v = [{k: np.zeros_like(p) for k, p in l.params.items()} for l in net.layers]

    def step(self) -> None:
        for layer, v in zip(self.net.layers, self.v):
            for k in layer.params:
                v[k] = self.mu * v[k] - self.lr * layer.grads[k]
                layer.params[k] += v[k]
