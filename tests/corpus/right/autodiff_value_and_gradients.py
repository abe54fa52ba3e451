import numpy as np

class Variable:
    def __init__(self, data, parents=(), back=None):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents, self.back = parents, back
    def __add__(self, o):
        o = o if isinstance(o, Variable) else Variable(o)
        return Variable(self.data + o.data, (self, o), lambda g: (g, g))
    __radd__ = __add__
    def __mul__(self, o):
        o = o if isinstance(o, Variable) else Variable(o)
        return Variable(self.data * o.data, (self, o), lambda g: (g * o.data, g * self.data))
    __rmul__ = __mul__
    def __neg__(self): return self * -1.0
    def __sub__(self, o): return self + -o
    def __rsub__(self, o): return -self + o
    def __truediv__(self, o): return self * (o ** -1.0)
    def __rtruediv__(self, o): return o * self ** -1.0
    def __abs__(self):
        return Variable(abs(self.data), (self,), lambda g: (g * np.sign(self.data),))
    def __pow__(self, n):
        if isinstance(n, Variable):
            y = self.data ** n.data
            return Variable(y, (self, n), lambda g: (g * n.data * self.data ** (n.data - 1), g * y * np.log(self.data)))
        return Variable(self.data ** n, (self,), lambda g: (g * n * self.data ** (n - 1),))
    def __rpow__(self, a): return Variable(a) ** self
    def __matmul__(self, o):
        return Variable(self.data @ o.data, (self, o), lambda g: (g @ o.data.T, self.data.T @ g))
    def __getitem__(self, k):
        def back(g):
            d = np.zeros_like(self.data); np.add.at(d, k, g); return (d,)
        return Variable(self.data[k], (self,), back)
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for p in v.parents: visit(p)
                order.append(v)
        visit(self)
        self.grad = np.ones_like(self.data)
        for v in reversed(order):
            if v.back is None: continue
            for p, g in zip(v.parents, v.back(v.grad)):
                while g.ndim > p.data.ndim: g = g.sum(0)
                for i, n in enumerate(p.data.shape):
                    if n == 1 and g.shape[i] != 1: g = g.sum(i, keepdims=True)
                p.grad = p.grad + g

def value_and_grad(f, *inputs):
    variables = [Variable(x) for x in inputs]
    y = f(*variables)
    y.backward()
    return y.data, [v.grad for v in variables]
