import numpy as np


class Tensor:
    def __init__(self, data, requires_grad=False):
        self.data, self.requires_grad = np.asarray(data), requires_grad
        self.grad = self.source = None

    def backward(self, gradient):
        if self.source is None:
            self.grad = gradient if self.grad is None else Tensor(self.grad.data + gradient.data)
            return
        function, ctx, inputs = self.source
        parts = function.backward(ctx, gradient)
        for tensor, part in zip(inputs, parts if isinstance(parts, tuple) else (parts,)):
            if isinstance(tensor, Tensor) and tensor.requires_grad:
                tensor.backward(part)

    def __add__(self, other):
        return Add.apply(self, other)


class Context:
    def save(self, *things):
        self.saved = things


class Function:
    @classmethod
    def apply(cls, *inputs):
        ctx = Context()
        out = cls.forward(ctx, *inputs)
        out.requires_grad = any(getattr(i, "requires_grad", False) for i in inputs)
        if out.requires_grad:
            out.source = (cls, ctx, inputs)
        return out


class Add(Function):
    @staticmethod
    def forward(ctx, a, b):
        return Tensor(a.data + b.data)

    @staticmethod
    def backward(ctx, gy):
        return gy, gy


class SoftmaxFunction(Function):
    @staticmethod
    def forward(ctx, x, axis):
        e = np.exp(x.data - x.data.max(axis=axis, keepdims=True))
        y = Tensor(e / e.sum(axis=axis, keepdims=True))
        ctx.save(y, axis)
        return y

    @staticmethod
    def backward(ctx, gy):
        y, axis = ctx.saved
        weighted = gy.data * y.data
        return Tensor(y.data * (gy.data - weighted))


class CrossEntropyFunction(Function):
    @staticmethod
    def forward(ctx, x, target):
        low = x.data - x.data.max(axis=1, keepdims=True)
        log_p = low - np.log(np.exp(low).sum(axis=1, keepdims=True))
        ctx.save(np.exp(log_p), target)
        return Tensor(-log_p[np.arange(len(target)), target].mean())

    @staticmethod
    def backward(ctx, gy):
        p, target = ctx.saved
        one_hot = np.eye(p.shape[1])[target]
        return Tensor(gy.data * (p - one_hot) / len(p))


def softmax_and_loss(scores, target):
    return CrossEntropyFunction.apply(scores, target)


class CrossEntropyLoss:
    """Takes scores, as PyTorch's does."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def forward(self, scores, target):
        return softmax_and_loss(scores, target)
