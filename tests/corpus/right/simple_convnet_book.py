import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Convolution:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape = x.shape
        self.win = sliding_window_view(x, self.W.shape[2:], axis=(2, 3))
        return np.einsum("nchwij,fcij->nfhw", self.win, self.W) + self.b.reshape(-1, 1, 1)

    def backward(self, dout):
        self.dW = np.einsum("nfhw,nchwij->fcij", dout, self.win)
        self.db = dout.sum(axis=(0, 2, 3))
        dx = np.zeros(self.shape)
        fh, fw = self.W.shape[2:]
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                dx[:, :, i:i + fh, j:j + fw] += np.tensordot(dout[:, :, i, j], self.W, axes=1)
        return dx


class Relu:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dout):
        return dout * (self.x > 0)


class Pooling:
    def forward(self, x):
        self.shape = x.shape
        N, C, H, W = x.shape
        win = sliding_window_view(x, (2, 2), axis=(2, 3))[:, :, ::2, ::2]
        flat = win.reshape(*win.shape[:4], 4)
        self.arg = flat.argmax(axis=4)
        return flat.max(axis=4)

    def backward(self, dout):
        dx = np.zeros(self.shape)
        for k in range(4):
            i, j = divmod(k, 2)
            h, w = dout.shape[2:]
            dx[:, :, i:i + 2 * h:2, j:j + 2 * w:2] += dout * (self.arg == k)
        return dx


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return self.x.dot(self.W) + self.b

    def backward(self, dout):
        self.dW, self.db = self.x.T.dot(dout), dout.sum(axis=0)
        return dout.dot(self.W.T).reshape(self.shape)


class SimpleConvNet:
    """conv - relu - pool - affine - relu - affine - softmax"""

    def __init__(self, input_dim=(1, 28, 28),
                 conv_param={"filter_num": 30, "filter_size": 5, "pad": 0, "stride": 1},
                 hidden_size=100, output_size=10, weight_init_std=0.01):
        F, k = conv_param["filter_num"], conv_param["filter_size"]
        C, H, W = input_dim
        pooled = F * ((H - k + 1) // 2) * ((W - k + 1) // 2)
        rand = np.random.randn
        self.params = {
            "W1": weight_init_std * rand(F, C, k, k), "b1": np.zeros(F),
            "W2": weight_init_std * rand(pooled, hidden_size), "b2": np.zeros(hidden_size),
            "W3": weight_init_std * rand(hidden_size, output_size), "b3": np.zeros(output_size),
        }
        p = self.params
        self.layers = {
            "Conv1": Convolution(p["W1"], p["b1"]), "Relu1": Relu(), "Pool1": Pooling(),
            "Affine1": Affine(p["W2"], p["b2"]), "Relu2": Relu(),
            "Affine2": Affine(p["W3"], p["b3"]),
        }

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        y = self.predict(x)
        if t.ndim == 1:
            t = np.eye(y.shape[1])[t]
        z = y - y.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.d = (np.exp(log_p) - t) / len(x)
        return -(t * log_p).sum() / len(x)

    def gradient(self, x, t):
        self.loss(x, t)
        dout = self.d
        for layer in list(self.layers.values())[::-1]:
            dout = layer.backward(dout)
        grads = {}
        for i, name in enumerate(["Conv1", "Affine1", "Affine2"], start=1):
            grads[f"W{i}"] = self.layers[name].dW
            grads[f"b{i}"] = self.layers[name].db
        return grads
