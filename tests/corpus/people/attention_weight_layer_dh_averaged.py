import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



class AttentionWeight:
    def forward(self, hs, h):
        self.hs = hs
        self.h = h[:, np.newaxis, :]
        self.a = softmax((hs * self.h).sum(axis=2), axis=1)
        return self.a

    def backward(self, da):
        ds = self.a * (da - (da * self.a).sum(axis=1, keepdims=True))
        dt = ds[:, :, np.newaxis]
        dhs = dt * self.h
        dh = (dt * self.hs).mean(axis=1)
        return dhs, dh
