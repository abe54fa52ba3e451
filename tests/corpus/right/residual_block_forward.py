import numpy as np


def conv2d(x, w, stride, pad):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    k = w.shape[2]
    views = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))
    return np.einsum("nchwij,ocij->nohw", views[:, :, ::stride, ::stride], w)


class BasicBlock:
    """ResNet の基本ブロック(順伝播のみ)"""

    acts = {
        "relu": lambda v: np.maximum(v, 0),
        "tanh": np.tanh,
        "sigmoid": lambda v: 1 / (1 + np.exp(-v)),
    }

    def __init__(self, n_in, n_out, stride=1, activation="relu"):
        self.stride, self.act = stride, self.acts[activation]
        self.params, self.buffers = {}, {}
        self.params["conv1.W"] = 0.1 * np.random.randn(n_out, n_in, 3, 3)
        self.params["conv2.W"] = 0.1 * np.random.randn(n_out, n_out, 3, 3)
        names = ["norm1", "norm2"]
        self.projects = stride != 1 or n_in != n_out
        if self.projects:
            self.params["projection.W"] = 0.1 * np.random.randn(n_out, n_in, 1, 1)
            names.append("norm3")
        for name in names:
            self.params[f"{name}.gamma"] = np.ones(n_out)
            self.params[f"{name}.beta"] = np.zeros(n_out)
            self.buffers[f"{name}.running_mean"] = np.zeros(n_out)
            self.buffers[f"{name}.running_var"] = np.ones(n_out)

    def bn(self, name, x, training):
        if training:
            m, v = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            for stat, new in ((f"{name}.running_mean", m), (f"{name}.running_var", v)):
                self.buffers[stat] = 0.9 * self.buffers[stat] + 0.1 * new
        else:
            m, v = self.buffers[f"{name}.running_mean"], self.buffers[f"{name}.running_var"]
        scale = self.params[f"{name}.gamma"] / np.sqrt(v + 1e-5)
        shift = self.params[f"{name}.beta"] - m * scale
        return x * scale[:, None, None] + shift[:, None, None]

    def forward(self, x, training=True):
        out = conv2d(x, self.params["conv1.W"], self.stride, 1)
        out = self.act(self.bn("norm1", out, training))
        out = self.bn("norm2", conv2d(out, self.params["conv2.W"], 1, 1), training)
        identity = x
        if self.projects:
            identity = conv2d(x, self.params["projection.W"], self.stride, 0)
            identity = self.bn("norm3", identity, training)
        return self.act(out + identity)
