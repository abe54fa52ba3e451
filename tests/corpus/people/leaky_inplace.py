class LeakyRelu:
    def __init__(self, a=0.01):
        self.a = a

    def forward(self, x):
        self.neg = x < 0
        y = x * 1.0
        y[self.neg] *= self.a
        return y

    def backward(self, d):
        d[self.neg] *= self.a
        return d
