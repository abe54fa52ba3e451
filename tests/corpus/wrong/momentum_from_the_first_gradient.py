class MomentumSGD:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.velocity = None

    def update(self, params, grads):
        if self.velocity is None:
            self.velocity = {name: g.copy() for name, g in grads.items()}
        for name in params:
            self.velocity[name] = self.momentum * self.velocity[name] + grads[name]
            params[name] -= self.lr * self.velocity[name]
