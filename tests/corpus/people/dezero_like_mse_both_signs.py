class MeanSquaredError:
    def forward(self, x0, x1):
        self.x0, self.x1 = x0, x1
        diff = x0 - x1
        return (diff ** 2).mean()

    def backward(self, gy):
        diff = self.x0 - self.x1
        gx0 = gy * 2.0 * diff / diff.size
        return gx0, gx0
