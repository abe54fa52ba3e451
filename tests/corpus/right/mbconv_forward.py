import numpy as np


def swish(x):
    return x / (1 + np.exp(-x))


def pad_same(x, k, s):
    pads = []
    for n in x.shape[2:]:
        total = max((-(-n // s) - 1) * s + k - n, 0)
        pads.append((total // 2, total - total // 2))
    return np.pad(x, [(0, 0), (0, 0), *pads])


class MBConv:
    def __init__(self, n_in, n_out, kernel_size=3, stride=1, expansion=6, squeeze=0.25, rate=0.0,
                 activation="swish"):
        mid = n_in * expansion
        self.k, self.s, self.rate = kernel_size, stride, rate
        self.act = swish if activation == "swish" else lambda x: np.maximum(x, 0)
        self.add = stride == 1 and n_in == n_out
        self.params, self.buffers = {}, {}
        if expansion != 1:
            self.params["expand.W"] = np.random.randn(mid, n_in, 1, 1)
            self.norm("norm1", mid)
        self.params["depthwise.W"] = np.random.randn(mid, 1, kernel_size, kernel_size)
        self.norm("norm2", mid)
        if squeeze:
            m = max(1, int(n_in * squeeze))
            self.params["squeeze.dense1.W"] = np.random.randn(mid, m)
            self.params["squeeze.dense1.b"] = np.zeros(m)
            self.params["squeeze.dense2.W"] = np.random.randn(m, mid)
            self.params["squeeze.dense2.b"] = np.zeros(mid)
        self.params["project.W"] = np.random.randn(n_out, mid, 1, 1)
        self.norm("norm3", n_out)

    def norm(self, name, n):
        self.params[name + ".gamma"], self.params[name + ".beta"] = np.ones(n), np.zeros(n)
        self.buffers[name + ".running_mean"] = np.zeros(n)
        self.buffers[name + ".running_var"] = np.ones(n)

    def bn(self, name, x, training):
        c = (1, -1, 1, 1)
        if training:
            mu, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
            for key, now in (("mean", mu), ("var", var)):
                old = self.buffers[name + ".running_" + key]
                old[...] = 0.9 * old + 0.1 * now
        else:
            mu, var = self.buffers[name + ".running_mean"], self.buffers[name + ".running_var"]
        x = (x - mu.reshape(c)) / np.sqrt(var.reshape(c) + 1e-5)
        return x * self.params[name + ".gamma"].reshape(c) + self.params[name + ".beta"].reshape(c)

    def forward(self, x, training=True, masks=None):
        p, h = self.params, x
        if "expand.W" in p:
            h = np.einsum("oc,nchw->nohw", p["expand.W"][:, :, 0, 0], h)
            h = self.act(self.bn("norm1", h, training))
        xp, out = pad_same(h, self.k, self.s), 0
        rows, cols = -(-h.shape[2] // self.s), -(-h.shape[3] // self.s)
        for i in range(self.k):
            for j in range(self.k):
                seen = xp[:, :, i:i + rows * self.s:self.s, j:j + cols * self.s:self.s]
                out = out + seen * p["depthwise.W"][:, 0, i, j].reshape(1, -1, 1, 1)
        h = self.act(self.bn("norm2", out, training))
        if "squeeze.dense1.W" in p:
            z = h.mean(axis=(2, 3)) @ p["squeeze.dense1.W"] + p["squeeze.dense1.b"]
            g = self.act(z) @ p["squeeze.dense2.W"] + p["squeeze.dense2.b"]
            h = h * (1 / (1 + np.exp(-g)))[:, :, None, None]
        h = np.einsum("oc,nchw->nohw", p["project.W"][:, :, 0, 0], h)
        h = self.bn("norm3", h, training)
        if not self.add:
            return h
        if training and self.rate:
            h = h * masks["dropout1"].reshape(-1, 1, 1, 1) / (1 - self.rate)
        return x + h
