class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for name, grad in grads.items():
            params[name] = params[name] - self.lr * grad
