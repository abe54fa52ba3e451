import numpy as np

np.random.seed(0)
network = {'W1': np.random.randn(4, 6) * 0.5, 'b1': np.zeros(6),
           'W2': np.random.randn(6, 3) * 0.5, 'b2': np.zeros(3)}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def forward(network, x):
    z1 = sigmoid(x.dot(network['W1']) + network['b1'])
    return z1, softmax(z1.dot(network['W2']) + network['b2'])


def backward(x, d, z1, y):
    grad = {}
    delta2 = (y - d) / len(x)
    grad['W2'] = z1.T.dot(delta2)
    grad['b2'] = delta2.sum(axis=0)
    delta1 = np.dot(delta2, network['W2'].T) * z1
    grad['W1'] = x.T.dot(delta1)
    grad['b1'] = delta1.sum(axis=0)
    return grad


if __name__ == '__main__':
    x, d = np.random.randn(10, 4), np.eye(3)[np.random.randint(0, 3, 10)]
    for i in range(100):
        z1, y = forward(network, x)
        for key, g in backward(x, d, z1, y).items():
            network[key] -= 0.1 * g
