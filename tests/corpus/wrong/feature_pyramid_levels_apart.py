import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows(x):
    return sliding_window_view(np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1))), (3, 3), axis=(2, 3))


class FeaturePyramid:
    def __init__(self, n_in, n_out):
        self.n = len(n_in)
        self.params, self.grads = {}, {}
        for k, c in enumerate(n_in):
            self.params[f"lateral{k}.W"] = np.random.randn(n_out, c, 1, 1) / np.sqrt(c)
            self.params[f"lateral{k}.b"] = np.zeros(n_out)
            self.params[f"output{k}.W"] = np.random.randn(n_out, n_out, 3, 3) / np.sqrt(9 * n_out)
            self.params[f"output{k}.b"] = np.zeros(n_out)

    def forward(self, *c):
        self.c, p = c, self.params
        self.m = [np.tensordot(p[f"lateral{k}.W"][:, :, 0, 0], x, (1, 1)).swapaxes(0, 1)
                  + p[f"lateral{k}.b"].reshape(-1, 1, 1) for k, x in enumerate(c)]
        self.up = {}
        for k in reversed(range(self.n - 1)):
            A = [np.zeros((o, n)) for o, n in zip(self.m[k].shape[2:], self.m[k + 1].shape[2:])]
            for a in A:
                a[np.arange(len(a)), np.arange(len(a)) * a.shape[1] // len(a)] = 1
            self.up[k] = A
            self.m[k] += A[0] @ self.m[k + 1] @ A[1].T
        return tuple(np.einsum("nchwij,ocij->nohw", windows(m), p[f"output{k}.W"])
                     + p[f"output{k}.b"].reshape(-1, 1, 1) for k, m in enumerate(self.m))

    def backward(self, *dp):
        p, g = self.params, self.grads
        dc = []
        for k, d in enumerate(dp):
            g[f"output{k}.b"] = d.sum((0, 2, 3))
            g[f"output{k}.W"] = np.einsum("nohw,nchwij->ocij", d, windows(self.m[k]))
            dm = np.einsum("nohwij,ocij->nchw", windows(d), p[f"output{k}.W"][:, :, ::-1, ::-1])
            g[f"lateral{k}.b"] = dm.sum((0, 2, 3))
            g[f"lateral{k}.W"] = np.einsum("nohw,nchw->oc", dm, self.c[k])[:, :, None, None]
            dc.append(np.einsum("nohw,oc->nchw", dm, p[f"lateral{k}.W"][:, :, 0, 0]))
        return tuple(dc)
