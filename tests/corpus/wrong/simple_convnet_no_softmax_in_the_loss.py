import numpy as np


def im2col(x, fh, fw, stride=1):
    v = np.lib.stride_tricks.sliding_window_view(x, (fh, fw), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, oh, ow = v.shape[:4]
    return v.transpose(0, 2, 3, 1, 4, 5).reshape(N * oh * ow, -1), oh, ow


class Convolution:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        F, C, fh, fw = self.W.shape
        self.x = x
        self.col, oh, ow = im2col(x, fh, fw)
        out = self.col @ self.W.reshape(F, -1).T + self.b
        return out.reshape(len(x), oh, ow, F).transpose(0, 3, 1, 2)

    def backward(self, dout):
        F, C, fh, fw = self.W.shape
        N, _, oh, ow = dout.shape
        d = dout.transpose(0, 2, 3, 1).reshape(-1, F)
        self.db = d.sum(axis=0)
        self.dW = (d.T @ self.col).reshape(self.W.shape)
        dc = (d @ self.W.reshape(F, -1)).reshape(N, oh, ow, C, fh, fw)
        dx = np.zeros_like(self.x)
        for i in range(fh):
            for j in range(fw):
                dx[:, :, i:i + oh, j:j + ow] += dc[:, :, :, :, i, j].transpose(0, 3, 1, 2)
        return dx


class Relu:
    def forward(self, x):
        self.m = x > 0
        return x * self.m

    def backward(self, dout):
        return dout * self.m


class MaxPool:
    """2x2, stride 2"""

    def forward(self, x):
        N, C, H, W = x.shape
        self.x_shape = x.shape
        h, w = H // 2, W // 2
        b = x[:, :, :2 * h, :2 * w].reshape(N, C, h, 2, w, 2).transpose(0, 1, 2, 4, 3, 5)
        b = b.reshape(N, C, h, w, 4)
        self.arg = b.argmax(axis=-1)
        return b.max(axis=-1)

    def backward(self, dout):
        dx = np.zeros(self.x_shape)
        for idx in np.ndindex(dout.shape):
            n, c, i, j = idx
            a, b = divmod(self.arg[idx], 2)
            dx[n, c, 2 * i + a, 2 * j + b] = dout[idx]
        return dx


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(len(x), -1)
        return self.x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.shape)


class SimpleConvNet:
    def __init__(self, input_dim=(1, 28, 28), conv_param=None, hidden_size=100, output_size=10):
        conv_param = conv_param or {"filter_num": 30, "filter_size": 5, "pad": 0, "stride": 1}
        F, k = conv_param["filter_num"], conv_param["filter_size"]
        C, H, W = input_dim
        n = F * ((H - k + 1) // 2) * ((W - k + 1) // 2)
        rng = np.random.default_rng(0)
        self.params = {
            "W1": 0.01 * rng.standard_normal((F, C, k, k)), "b1": np.zeros(F),
            "W2": 0.01 * rng.standard_normal((n, hidden_size)), "b2": np.zeros(hidden_size),
            "W3": 0.01 * rng.standard_normal((hidden_size, output_size)), "b3": np.zeros(output_size),
        }
        p = self.params
        self.layers = [Convolution(p["W1"], p["b1"]), Relu(), MaxPool(), Affine(p["W2"], p["b2"]),
                       Relu(), Affine(p["W3"], p["b3"])]

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        self.y = self.predict(x)
        self.t = t if t.ndim == 2 else np.eye(self.y.shape[1])[t]
        return -np.sum(self.t * np.log(self.y + 1e-7)) / len(x)

    def gradient(self, x, t):
        self.loss(x, t)
        e = np.exp(self.y - self.y.max(axis=1, keepdims=True))
        d = (e / e.sum(axis=1, keepdims=True) - self.t) / len(x)
        for layer in self.layers[::-1]:
            d = layer.backward(d)
        grads = {}
        for i, layer in zip("123", (self.layers[0], self.layers[3], self.layers[5])):
            grads["W" + i], grads["b" + i] = layer.dW, layer.db
        return grads
