class Value:
    def __init__(self, data, children=()):
        self.data, self.grad = data, 0.0
        self.children, self.back = children, None

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out.back = back
        return out

    def __pow__(self, n):
        out = Value(self.data ** n, (self,))

        def back():
            self.grad += n * self.data ** n * out.grad
        out.back = back
        return out

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for c in v.children:
                    visit(c)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in order[::-1]:
            if v.back:
                v.back()
