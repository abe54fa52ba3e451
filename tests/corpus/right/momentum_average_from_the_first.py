class Momentum:
    """Smooths the gradients; the first one is taken as it is."""

    def __init__(self, lr=0.01, beta=0.9):
        self.lr = lr
        self.beta = beta
        self.smooth = {}

    def update(self, params, grads):
        for name in params:
            new = grads[name]
            if name in self.smooth:
                old = self.smooth[name]
                self.smooth[name] = self.beta * old + (1 - self.beta) * new
            else:
                self.smooth[name] = new.copy()
            params[name] -= self.lr * self.smooth[name]
