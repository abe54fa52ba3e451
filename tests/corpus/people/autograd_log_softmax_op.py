import numpy as np


class Context:
    def save_for_backward(self, *tensors):
        self.saved = tensors


class LogSoftmax:
    @staticmethod
    def forward(ctx, x):
        m = x.max(axis=1, keepdims=True)
        y = x - m - np.log(np.exp(x - m).sum(axis=1, keepdims=True))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad_output):
        y, = ctx.saved
        return grad_output - np.exp(y) * grad_output.sum(axis=1, keepdims=True)
