import numpy as np


class NLLLoss:
    def __init__(self, weight=None, ignore_index=-100):
        self.weight, self.ignore_index = weight, ignore_index

    def forward(self, log_probs, target):
        self.keep = target != self.ignore_index
        self.t = np.where(self.keep, target, 0)
        w = np.ones(log_probs.shape[-1]) if self.weight is None else self.weight
        self.w = np.where(self.keep, w[self.t], 0.0)
        self.shape = log_probs.shape
        picked = np.take_along_axis(log_probs, self.t[..., None], axis=-1)[..., 0]
        return -(self.w * picked).mean()

    def backward(self, dout=1.0):
        grad = np.zeros(self.shape)
        share = -dout * self.w / self.w.size
        np.put_along_axis(grad, self.t[..., None], share[..., None], axis=-1)
        return grad
