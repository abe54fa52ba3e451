import numpy as np


class Optimizer_Adam:
    def __init__(self, learning_rate=0.001, epsilon=1e-7, beta_1=0.9, beta_2=0.999):
        self.learning_rate = learning_rate
        self.iterations = 0
        self.epsilon, self.beta_1, self.beta_2 = epsilon, beta_1, beta_2

    def pre_update_params(self):
        pass

    def update_params(self, layer):
        if not hasattr(layer, 'weight_cache'):
            layer.weight_momentums = np.zeros_like(layer.weights)
            layer.weight_cache = np.zeros_like(layer.weights)
            layer.bias_momentums = np.zeros_like(layer.biases)
            layer.bias_cache = np.zeros_like(layer.biases)
        layer.weight_momentums = self.beta_1 * layer.weight_momentums + (1 - self.beta_1) * layer.dweights
        layer.bias_momentums = self.beta_1 * layer.bias_momentums + (1 - self.beta_1) * layer.dbiases
        layer.weight_cache = self.beta_2 * layer.weight_cache + (1 - self.beta_2) * layer.dweights ** 2
        layer.bias_cache = self.beta_2 * layer.bias_cache + (1 - self.beta_2) * layer.dbiases
        c1 = 1 - self.beta_1 ** (self.iterations + 1)
        c2 = 1 - self.beta_2 ** (self.iterations + 1)
        layer.weights += -self.learning_rate * (layer.weight_momentums / c1) / (np.sqrt(layer.weight_cache / c2) + self.epsilon)
        layer.biases += -self.learning_rate * (layer.bias_momentums / c1) / (np.sqrt(layer.bias_cache / c2) + self.epsilon)

    def post_update_params(self):
        self.iterations += 1
