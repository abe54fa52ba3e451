class SGD:
    def __init__(self, lr=0.01, weight_decay=0.0):
        self.lr = lr
        self.weight_decay = weight_decay
        self.state = {}

    def update(self, params, grads):
        for k in params:
            grads[k] += self.weight_decay * params[k]
            params[k] -= self.lr * grads[k]
