import numpy as np


def sigmoid(z):
    return 1.0/(1.0+np.exp(-z))


class Network(object):
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a)+b)
        return a

    def loss(self, x, y):
        return 0.5*np.sum((self.feedforward(x)-y)**2)

    def backprop(self, x, y):
        acts = [x]
        for b, w in zip(self.biases, self.weights):
            acts.append(sigmoid(np.dot(w, acts[-1])+b))
        nabla_b, nabla_w = [], []
        delta = acts[-1]-y
        for l in range(1, self.num_layers):
            a = acts[-l]
            delta = delta*a*(1-a)
            nabla_b.insert(0, delta)
            nabla_w.insert(0, np.dot(delta, acts[-l-1].T))
            delta = np.dot(self.weights[-l].T, delta)
        return nabla_b, nabla_w
