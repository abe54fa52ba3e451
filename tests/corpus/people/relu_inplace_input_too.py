class Relu_:
    # saves memory
    def forward(self, x):
        self.mask = x > 0
        x *= self.mask
        return x

    def backward(self, dout):
        dout *= self.mask
        return dout
