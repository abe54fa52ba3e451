import numpy as np


class Adagrad:
    def __init__(self, lr=0.01, epsilon=1e-7, initial_accumulator=0.1):
        self.lr = lr
        self.epsilon = epsilon
        self.initial_accumulator = initial_accumulator
        self.acc = {}

    def update(self, params, grads):
        for k, w in params.items():
            if k not in self.acc:
                self.acc[k] = np.full_like(w, self.initial_accumulator)
            self.acc[k] += np.square(grads[k])
            w -= self.lr * grads[k] / np.sqrt(self.acc[k] + self.epsilon)
