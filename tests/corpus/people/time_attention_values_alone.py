import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



class TimeAttention:
    """Every state of the decoder looks at all states of the encoder."""

    def forward(self, hs_enc, hs_dec):
        self.enc, self.dec = hs_enc, hs_dec
        self.weights = softmax(hs_dec @ hs_enc.transpose(0, 2, 1))
        return self.weights @ hs_enc

    def backward(self, dout):
        da = dout @ self.enc.transpose(0, 2, 1)
        a = self.weights
        ds = a * (da - (a * da).sum(axis=-1, keepdims=True))
        dhs_dec = ds @ self.enc
        dhs_enc = a.transpose(0, 2, 1) @ dout
        return dhs_enc, dhs_dec
