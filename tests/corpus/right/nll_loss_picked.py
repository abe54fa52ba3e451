import numpy as np


class NLLLoss:
    def __init__(self, weight=None, ignore_index=-100):
        self.weight = None if weight is None else np.asarray(weight, dtype=float)
        self.ignore_index = ignore_index

    def forward(self, log_probs, target):
        c = log_probs.shape[-1]
        flat, t = log_probs.reshape(-1, c), target.reshape(-1)
        keep = np.flatnonzero(t != self.ignore_index)
        w = np.ones(c) if self.weight is None else self.weight
        self.rows, self.cols, self.shape = keep, t[keep], log_probs.shape
        self.w = w[self.cols]
        self.norm = self.w.sum()
        return -(self.w * flat[self.rows, self.cols]).sum() / self.norm

    def backward(self, dout=1.0):
        grad = np.zeros((int(np.prod(self.shape[:-1])), self.shape[-1]))
        grad[self.rows, self.cols] = -dout * self.w / self.norm
        return grad.reshape(self.shape)
