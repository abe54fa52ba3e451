import numpy as np


def conv(x, W, b, d=1):
    pad = (W.shape[2] - 1) * d
    xp = np.pad(x, ((0, 0), (0, 0), (pad, 0)))
    t = x.shape[2]
    out = sum(np.einsum("oc,nct->not", W[:, :, k], xp[:, :, k * d:k * d + t])
              for k in range(W.shape[2]))
    return out + b[:, None]


class WaveNetBlock:
    def __init__(self, n_in, n_gated, n_skip, kernel_size=2, dilation=1):
        shapes = {"filter": (n_gated, n_in, kernel_size), "gate": (n_gated, n_in, kernel_size),
                  "residual": (n_in, n_gated, 1), "out": (n_skip, n_gated, 1)}
        self.params = {}
        for name, shape in shapes.items():
            self.params[name + ".W"] = np.random.randn(*shape) * 0.1
            self.params[name + ".b"] = np.zeros(shape[0])
        self.d = dilation

    def forward(self, x):
        p = self.params
        a = conv(x, p["filter.W"], p["filter.b"], self.d)
        b = conv(x, p["gate.W"], p["gate.b"], self.d)
        z = np.tanh(a) / (1 + np.exp(-b))
        return x + conv(z, p["residual.W"], p["residual.b"]), conv(z, p["out.W"], p["out.b"])
