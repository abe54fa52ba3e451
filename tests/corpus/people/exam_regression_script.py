import numpy as np


def forward(network, x):
    u1 = np.dot(x, network['W1']) + network['b1']
    z1 = 1 / (1 + np.exp(-u1))
    y = np.dot(z1, network['W2']) + network['b2']
    return z1, y


def mean_squared_error(d, y):
    return np.sum((d - y) ** 2) / 2 / len(d)


def backward(network, x, d, z1, y):
    delta2 = (y - d) / len(d)
    delta1 = np.dot(delta2, network['W2'].T) * (1 - z1) * z1
    return {'W1': np.dot(x.T, delta1), 'b1': delta1.sum(axis=0),
            'W2': np.dot(z1.T, delta2), 'b2': delta2.sum(axis=0)}
