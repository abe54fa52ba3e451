class Relu:
    def forward(self, x):
        self.x = x
        return x * (x > 0)

    def backward(self, dout):
        dout[dout <= 0] = 0
        return dout
