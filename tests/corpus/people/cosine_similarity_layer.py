import numpy as np


class CosineSimilarity:
    def forward(self, u, v):
        self.u, self.v = u, v
        self.nu = np.linalg.norm(u, axis=-1, keepdims=True)
        self.nv = np.linalg.norm(v, axis=-1, keepdims=True)
        self.cos = np.sum(u * v, axis=-1, keepdims=True) / (self.nu * self.nv)
        return self.cos.squeeze(-1)
    def backward(self, dout):
        d = np.asarray(dout)[..., None]
        du = d * (self.v / (self.nu * self.nv) - self.cos * self.u / self.nu ** 2)
        dv = d * (self.u / (self.nu * self.nv) - self.cos * self.v / self.nv ** 2)
        return du, dv
