class FC:
    """A fully connected layer that takes its step in backward."""

    def __init__(self, n_nodes1, n_nodes2, initializer, optimizer):
        self.optimizer = optimizer
        self.W = initializer.W(n_nodes1, n_nodes2)
        self.B = initializer.B(n_nodes2)

    def forward(self, X):
        self.X = X
        return X @ self.W + self.B

    def backward(self, dA):
        self.dB = dA.mean(axis=0)
        self.dW = self.X.T @ dA
        dZ = dA @ self.W.T
        self = self.optimizer.update(self)
        return dZ
