import numpy as np


def sig(a):
    return 1 / (1 + np.exp(-a))


class LSTMLayer:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, xs):
        Wx, Wh, b = self.params
        B, S, _ = xs.shape
        n = Wh.shape[0]
        h = c = np.zeros((B, n))
        self.tape, out = [], np.zeros((B, S, n))
        for s in range(S):
            z = xs[:, s] @ Wx + h @ Wh + b
            f, g, i, o = z[:, :n], z[:, n:2*n], z[:, 2*n:3*n], z[:, 3*n:]
            f, g, i, o = sig(f), np.tanh(g), sig(i), sig(o)
            c_new = f * c + g * i
            self.tape.append((xs[:, s], h, c, f, g, i, o, c_new))
            h, c = o * np.tanh(c_new), c_new
            out[:, s] = h
        return out

    def backward(self, dout):
        Wx, Wh, b = self.params
        dWx, dWh, db = (np.zeros_like(p) for p in self.params)
        dxs = np.zeros((dout.shape[0], dout.shape[1], len(Wx)))
        dh, dc = 0, 0
        for s in reversed(range(dout.shape[1])):
            x, h, c, f, g, i, o, c_new = self.tape[s]
            dh = dh + dout[:, s]
            t = np.tanh(c_new)
            dc = dc + dh * o * (1 - t * t)
            dz = np.hstack([dc * c * f * (1 - f), dc * i * (1 - g * g),
                            dc * g * i * (1 - i), dh * t * o * (1 - o)])
            dWx += x.T @ dz
            dWh += h.T @ dz
            db += dz.sum(0)
            dxs[:, s] = dz @ Wx.T
            dh, dc = dz @ Wh.T, dc * f
        for held, new in zip(self.grads, (dWx, dWh, db)):
            held[...] = new
        return dxs
