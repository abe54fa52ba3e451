"""A recurrent layer whose weights have a row for each state, and that takes its own step."""
import numpy as np


class SimpleRNN:
    def __init__(self, n_in, n_hidden):
        self.Wx = np.random.randn(n_hidden, n_in) * 0.1
        self.Wh = np.random.randn(n_hidden, n_hidden) * 0.1
        self.bias_h = np.zeros((n_hidden, 1))

    def forward(self, x):
        n, steps, _ = x.shape
        self.x = x
        self.h = np.zeros((n, steps + 1, len(self.bias_h)))
        for k in range(steps):
            self.h[:, k + 1] = np.tanh(x[:, k] @ self.Wx.T + self.h[:, k] @ self.Wh.T + self.bias_h.T)
        return self.h[:, 1:]

    def backward(self, dout, learning_rate):
        dWx, dWh, db = np.zeros_like(self.Wx), np.zeros_like(self.Wh), np.zeros_like(self.bias_h)
        dx = np.zeros_like(self.x)
        later = np.zeros_like(self.h[:, 0])
        for k in reversed(range(self.x.shape[1])):
            da = (dout[:, k] + later) * (1 - self.h[:, k + 1] ** 2)
            dWx += da.T @ self.x[:, k]
            dWh += da.T @ self.h[:, k + 1]
            db += da.sum(axis=0)[:, None]
            dx[:, k] = da @ self.Wx
            later = da @ self.Wh
        self.Wx -= learning_rate * dWx
        self.Wh -= learning_rate * dWh
        self.bias_h -= learning_rate * db
        return dx
