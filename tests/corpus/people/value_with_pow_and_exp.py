import math


class Value:
    """scalar autograd with a tape"""

    tape = []

    def __init__(self, v):
        self.v, self.g = float(v), 0.0

    def _node(self, v, back):
        out = Value(v)
        Value.tape.append((out, back))
        return out

    def __add__(self, o):
        def back(g):
            self.g += g
            o.g += g
        return self._node(self.v + o.v, back)

    def __mul__(self, o):
        def back(g):
            self.g += g * o.v
            o.g += g * self.v
        return self._node(self.v * o.v, back)

    def __pow__(self, n):
        def back(g):
            self.g += g * n * self.v ** (n - 1)
        return self._node(self.v ** n, back)

    def exp(self):
        e = math.exp(self.v)

        def back(g):
            self.g += g * e
        return self._node(e, back)

    def backward(self):
        self.g = 1.0
        for out, back in reversed(Value.tape):
            back(out.g)
        Value.tape.clear()
