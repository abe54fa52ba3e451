"""Networks as people write them, for the tests: each right, to be broken in one place."""

LAYERS = """
import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x, train=True):
        self.x = x
        return x @ self.W + self.b

    def backward(self, d):
        self.dW, self.db = self.x.T @ d, d.sum(axis=0)
        return d @ self.W.T


class Relu:
    def forward(self, x, train=True):
        self.positive = x > 0
        return x * self.positive

    def backward(self, d):
        return d * self.positive


class Sigmoid:
    def forward(self, x, train=True):
        self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, d):
        return d * self.y * (1 - self.y)


class Drop:
    def __init__(self, p):
        self.p = p

    def forward(self, x, train=True):
        if not train:
            return x
        self.mask = (np.random.rand(*x.shape) > self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, d):
        return d * self.mask


class Norm:
    def __init__(self, g, b):
        self.g, self.b, self.m, self.v = g, b, 0.0, 1.0

    def forward(self, x, train=True):
        if not train:
            return (x - self.m) / np.sqrt(self.v + 1e-7) * self.g + self.b
        mean = x.mean(axis=0)
        self.std = np.sqrt(x.var(axis=0) + 1e-7)
        self.n = (x - mean) / self.std
        self.m, self.v = 0.9 * self.m + 0.1 * mean, 0.9 * self.v + 0.1 * self.std**2
        return self.n * self.g + self.b

    def backward(self, d):
        self.dg, self.db = (d * self.n).sum(axis=0), d.sum(axis=0)
        d = d * self.g
        return (d - d.mean(axis=0) - self.n * (d * self.n).mean(axis=0)) / self.std


class Loss:
    def forward(self, x, t):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y = e / e.sum(axis=1, keepdims=True)
        self.t = t if t.ndim == 2 else np.eye(x.shape[1])[t]
        return -(self.t * np.log(self.y + 1e-7)).sum() / len(x)

    def backward(self):
        return (self.y - self.t) / len(self.t)
"""

BOOK = (
    LAYERS
    + '''

class MultiLayerNet:
    """As introductory books write it: words for activations, options, one dictionary."""

    def __init__(self, input_size, hidden_size_list, output_size, activation="relu",
                 weight_decay_lambda=0, use_dropout=False, dropout_ratio=0.5, use_batchnorm=False):
        kinds = {"relu": Relu, "sigmoid": Sigmoid}
        sizes = [input_size, *hidden_size_list, output_size]
        self.n, self.decay = len(sizes) - 1, weight_decay_lambda
        self.params, self.layers = {}, {}
        for i in range(1, self.n + 1):
            W = self.params[f"W{i}"] = 0.01 * np.random.randn(sizes[i - 1], sizes[i])
            b = self.params[f"b{i}"] = np.zeros(sizes[i])
            self.layers[f"affine{i}"] = Affine(W, b)
            if i == self.n:
                break
            if use_batchnorm:
                g = self.params[f"gamma{i}"] = np.ones(sizes[i])
                b = self.params[f"beta{i}"] = np.zeros(sizes[i])
                self.layers[f"norm{i}"] = Norm(g, b)
            self.layers[f"act{i}"] = kinds[activation]()
            if use_dropout:
                self.layers[f"drop{i}"] = Drop(dropout_ratio)
        self.last = Loss()

    def predict(self, x, train_flg=False):
        for layer in self.layers.values():
            x = layer.forward(x, train_flg)
        return x

    def loss(self, x, t, train_flg=False):
        penalty = sum((self.params[f"W{i}"] ** 2).sum() for i in range(1, self.n + 1))
        return self.last.forward(self.predict(x, train_flg), t) + 0.5 * self.decay * penalty

    def gradient(self, x, t):
        self.loss(x, t, train_flg=True)
        d = self.last.backward()
        for layer in reversed(self.layers.values()):
            d = layer.backward(d)
        grads = {}
        for i in range(1, self.n + 1):
            affine = self.layers[f"affine{i}"]
            grads[f"W{i}"] = affine.dW + self.decay * affine.W
            grads[f"b{i}"] = affine.db
            if f"norm{i}" in self.layers:
                grads[f"gamma{i}"] = self.layers[f"norm{i}"].dg
                grads[f"beta{i}"] = self.layers[f"norm{i}"].db
        return grads
'''
)

LISTS = (
    LAYERS
    + '''

class TwoLayerNet:
    """Parameters in a list, the loss from forward(x, t)."""

    def __init__(self, input_size, hidden_size, output_size):
        self.layers = [Affine(np.random.randn(input_size, hidden_size), np.zeros(hidden_size)),
                       Relu(),
                       Affine(np.random.randn(hidden_size, output_size), np.zeros(output_size))]
        self.last = Loss()
        dense = [self.layers[0], self.layers[2]]
        self.params = [a for layer in dense for a in (layer.W, layer.b)]
        self.grads = [np.zeros_like(a) for a in self.params]

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def forward(self, x, t):
        return self.last.forward(self.predict(x), t)

    def backward(self, dout=1):
        d = self.last.backward() * dout
        for layer in self.layers[::-1]:
            d = layer.backward(d)
        found = [a for k in (0, 2) for a in (self.layers[k].dW, self.layers[k].db)]
        for kept, new in zip(self.grads, found):
            kept[...] = new
        return d
'''
)

COURSE = '''
import numpy as np


class TwoLayerNet(object):
    """loss(X) gives the scores, loss(X, y) the loss and the gradients; labels are numbers."""

    def __init__(self, input_dim=3072, hidden_dim=100, num_classes=10, scale=1e-3, reg=0.0,
                 dtype=np.float32):
        self.reg = reg
        self.params = {
            "W1": (scale * np.random.randn(input_dim, hidden_dim)).astype(dtype),
            "b1": np.zeros(hidden_dim, dtype),
            "W2": (scale * np.random.randn(hidden_dim, num_classes)).astype(dtype),
            "b2": np.zeros(num_classes, dtype),
        }

    def loss(self, X, y=None):
        W1, b1, W2, b2 = (self.params[k] for k in ("W1", "b1", "W2", "b2"))
        h = np.maximum(0, X @ W1 + b1)
        scores = h @ W2 + b2
        if y is None:
            return scores
        rows = np.arange(len(X))
        s = scores - scores.max(axis=1, keepdims=True)
        logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
        loss = -logp[rows, y].mean() + self.reg * ((W1**2).sum() + (W2**2).sum())
        d = np.exp(logp)
        d[rows, y] -= 1
        d /= len(X)
        dh = (d @ W2.T) * (h > 0)
        return loss, {"W2": h.T @ d + 2 * self.reg * W2, "b2": d.sum(axis=0),
                      "W1": X.T @ dh + 2 * self.reg * W1, "b1": dh.sum(axis=0)}
'''

PADDED = '''
import numpy as np


class ConvNet(object):
    """A padded convolution: another shape behind it than in our network."""

    def __init__(self, input_dim=(3, 32, 32), num_filters=32, filter_size=7, hidden_dim=100,
                 num_classes=10):
        C, H, W = input_dim
        self.params = {
            "W1": np.random.randn(num_filters, C, filter_size, filter_size),
            "b1": np.zeros(num_filters),
            "W2": np.random.randn(num_filters * H * W, hidden_dim), "b2": np.zeros(hidden_dim),
            "W3": np.random.randn(hidden_dim, num_classes), "b3": np.zeros(num_classes),
        }

    def loss(self, X, y=None):
        p, k = self.params, self.params["W1"].shape[2]
        pad = (k - 1) // 2
        padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(2, 3))
        a = np.einsum("ncijhw,fchw->nfij", windows, p["W1"]) + p["b1"][:, None, None]
        flat = np.maximum(a, 0).reshape(len(X), -1)
        h = np.maximum(flat @ p["W2"] + p["b2"], 0)
        scores = h @ p["W3"] + p["b3"]
        if y is None:
            return scores
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        d = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(d[np.arange(len(X)), y]).mean()
        d[np.arange(len(X)), y] -= 1
        d = d / len(X)
        g = {"W3": h.T @ d, "b3": d.sum(axis=0)}
        d = (d @ p["W3"].T) * (h > 0)
        g["W2"], g["b2"] = flat.T @ d, d.sum(axis=0)
        d = (d @ p["W2"].T).reshape(a.shape) * (a > 0)
        g["W1"] = np.einsum("nfij,ncijhw->fchw", d, windows)
        g["b1"] = d.sum(axis=(0, 2, 3))
        return loss, g
'''

ATTRIBUTES = '''
import numpy as np


class Net:
    """Attributes for parameters and gradients, (1, n) biases, a squared error, its own function."""

    def __init__(self, n_in, n_hidden, n_out):
        self.w_hidden = np.random.randn(n_in, n_hidden)
        self.b_hidden = np.zeros((1, n_hidden))
        self.w_out = np.random.randn(n_hidden, n_out)
        self.b_out = np.zeros((1, n_out))

    def predict(self, x):
        self.x = x
        self.h = np.sin(x @ self.w_hidden + self.b_hidden)
        return self.h @ self.w_out + self.b_out

    def loss(self, x, t):
        return ((self.predict(x) - t) ** 2).sum() / len(x)

    def backprop(self, x, t):
        d = 2 * (self.predict(x) - t) / len(x)
        self.dw_out, self.db_out = self.h.T @ d, d.sum(axis=0, keepdims=True)
        a = self.x @ self.w_hidden + self.b_hidden
        d = (d @ self.w_out.T) * np.cos(a)
        self.dw_hidden, self.db_hidden = self.x.T @ d, d.sum(axis=0, keepdims=True)
'''
