import math

import numpy as np

B0 = ((1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3),
      (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def swish(x):
    return x * sigmoid(x)


def round_filters(c, width):
    new = max(8, int(c * width + 4) // 8 * 8)
    return new + 8 if new < 0.9 * c * width else new


def conv(x, W, stride=1, depthwise=False):
    k = W.shape[2]
    pads = [max((math.ceil(n / stride) - 1) * stride + k - n, 0) for n in x.shape[2:]]
    out_h, out_w = (math.ceil(n / stride) for n in x.shape[2:])
    x = np.pad(x, [(0, 0), (0, 0)] + [(p // 2, p - p // 2) for p in pads])
    y = 0
    for i in range(k):
        for j in range(k):
            part = x[:, :, i:i + out_h * stride:stride, j:j + out_w * stride:stride]
            if depthwise:
                y = y + part * W[:, 0, i, j][:, None, None]
            else:
                y = y + np.einsum("nchw,oc->nohw", part, W[:, :, i, j])
    return y


class EfficientNet:
    def __init__(self, n_in=3, stem=32, stages=B0, head=1280, n_classes=1000, width=1.0, depth=1.0,
                 dropout=0.2, rate=0.2, activation="swish"):
        self.act = swish if activation == "swish" else np.tanh
        self.params, self.buffers, self.blocks = {}, {}, []
        n = round_filters(stem, width)
        self.weight("conv1", (n, n_in, 3, 3), "norm1")
        total = sum(math.ceil(depth * s[2]) for s in stages)
        for s, (expand, c, count, stride, k) in enumerate(stages, 1):
            c = round_filters(c, width)
            for b in range(1, math.ceil(depth * count) + 1):
                name, mid = f"block{s}_{b}", n * expand
                step = stride if b == 1 else 1
                self.blocks.append((name, expand, step, step == 1 and n == c, rate * len(self.blocks) / total))
                if expand != 1:
                    self.weight(name + ".expand", (mid, n, 1, 1), name + ".norm1")
                self.weight(name + ".depthwise", (mid, 1, k, k), name + ".norm2")
                small = max(1, int(n * 0.25))
                self.dense(name + ".squeeze.dense1", mid, small)
                self.dense(name + ".squeeze.dense2", small, mid)
                self.weight(name + ".project", (c, mid, 1, 1), name + ".norm3")
                n = c
        head = round_filters(head, width)
        self.weight("conv2", (head, n, 1, 1), "norm2")
        self.dense("dense", head, n_classes)

    def weight(self, name, shape, norm):
        self.params[name + ".W"] = np.random.randn(*shape) * np.sqrt(2 / np.prod(shape[1:]))
        self.params[norm + ".gamma"], self.params[norm + ".beta"] = np.ones(shape[0]), np.zeros(shape[0])
        self.buffers[norm + ".running_mean"], self.buffers[norm + ".running_var"] = np.zeros(shape[0]), np.ones(shape[0])

    def dense(self, name, n_in, n_out):
        self.params[name + ".W"], self.params[name + ".b"] = np.random.randn(n_in, n_out), np.zeros(n_out)

    def bn(self, name, x, training):
        mean, var = self.buffers[name + ".running_mean"], self.buffers[name + ".running_var"]
        if training:
            now = x.mean((0, 2, 3)), x.var((0, 2, 3))
            mean[...], var[...] = 0.9 * mean + 0.1 * now[0], 0.9 * var + 0.1 * now[1]
            mean, var = now
        x = (x - mean[:, None, None]) / np.sqrt(var[:, None, None] + 1e-5)
        return x * self.params[name + ".gamma"][:, None, None] + self.params[name + ".beta"][:, None, None]

    def block(self, x, name, expand, step, skip, rate, training, masks):
        p, h = self.params, x
        if expand != 1:
            h = self.act(self.bn(name + ".norm1", conv(h, p[name + ".expand.W"]), training))
        h = self.act(self.bn(name + ".norm2", conv(h, p[name + ".depthwise.W"], step, True), training))
        z = self.act(h.mean((2, 3)) @ p[name + ".squeeze.dense1.W"] + p[name + ".squeeze.dense1.b"])
        gate = sigmoid(z @ p[name + ".squeeze.dense2.W"] + p[name + ".squeeze.dense2.b"])
        h = h * gate[:, :, None, None]
        h = self.act(self.bn(name + ".norm3", conv(h, p[name + ".project.W"]), training))
        if skip and training and rate:
            h = h * masks[name + ".dropout1"][:, None, None, None] / (1 - rate)
        return x + h if skip else h

    def forward(self, x, training=True, masks=None):
        h = self.act(self.bn("norm1", conv(x, self.params["conv1.W"], 2), training))
        for told in self.blocks:
            h = self.block(h, *told, training, masks)
        h = self.act(self.bn("norm2", conv(h, self.params["conv2.W"]), training))
        return h.mean((2, 3)) @ self.params["dense.W"] + self.params["dense.b"]
