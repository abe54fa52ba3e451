import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.1):
        self.params = {}
        self.params['W1'] = weight_init_std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = weight_init_std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)
        self.affine1 = Affine(self.params['W1'].copy(), self.params['b1'])
        self.affine2 = Affine(self.params['W2'], self.params['b2'])

    def predict(self, x):
        self.h = np.tanh(self.affine1.forward(x))
        return self.affine2.forward(self.h)

    def loss(self, x, t):
        y = self.predict(x)
        y = np.exp(y - y.max(axis=1, keepdims=True))
        self.y = y / y.sum(axis=1, keepdims=True)
        return -np.sum(t * np.log(self.y + 1e-7)) / len(x)

    def gradient(self, x, t):
        self.loss(x, t)
        d = self.affine2.backward((self.y - t) / len(x))
        self.affine1.backward(d * (1 - self.h ** 2))
        a, b = self.affine1, self.affine2
        return {'W1': a.dW, 'b1': a.db, 'W2': b.dW, 'b2': b.db}
