import numpy as np


def init_network(n_in=2, n_hidden=3, n_out=2):
    network = {}
    network['W1'] = np.random.randn(n_in, n_hidden)
    network['b1'] = np.random.randn(n_hidden)
    network['W2'] = np.random.randn(n_hidden, n_out)
    network['b2'] = np.random.randn(n_out)
    return network


def relu(x):
    return np.maximum(0, x)


def softmax(x):
    x = x - np.max(x, axis=1, keepdims=True)
    return np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)


# 順伝播
def forward(network, x):
    z1 = relu(np.dot(x, network['W1']) + network['b1'])
    y = softmax(np.dot(z1, network['W2']) + network['b2'])
    return z1, y


# 誤差逆伝播
def backward(x, d, z1, y):
    grad = {}
    delta2 = (y - d) / x.shape[0]
    grad['b2'] = np.sum(delta2, axis=0)
    grad['W2'] = np.dot(z1.T, delta2)
    delta1 = np.dot(delta2, network['W2'].T) * np.where(z1 > 0, 1, 0)
    grad['b1'] = np.sum(delta1, axis=0)
    grad['W1'] = np.dot(x.T, delta1)
    return grad


network = init_network()
