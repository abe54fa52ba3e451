import numpy as np


class Lookup:
    def __init__(self, table):
        self.params, self.grads = [table], [np.zeros_like(table)]

    def forward(self, words):
        self.words = words
        return self.params[0][words]

    def backward(self, dout):
        self.grads[0][...] = 0
        np.add.at(self.grads[0], self.words, dout)


class Scores:
    def __init__(self, W):
        self.params, self.grads = [W], [np.zeros_like(W)]

    def forward(self, h, target):
        self.h = h
        a = h @ self.params[0]
        e = np.exp(a - a.max(axis=1, keepdims=True))
        self.p, self.target = e / e.sum(axis=1, keepdims=True), target
        return -np.log(self.p[np.arange(len(target)), target]).mean()

    def backward(self, dout=1):
        da = self.p.copy()
        da[np.arange(len(da)), self.target] -= 1
        da *= dout / len(da)
        self.grads[0][...] = self.h.T @ da
        return da @ self.params[0].T


class WordsAround:
    def __init__(self, vocab_size, hidden_size):
        table = 0.1 * np.random.randn(vocab_size, hidden_size)
        self.before, self.behind = Lookup(table), Lookup(table)
        self.scores = Scores(0.1 * np.random.randn(hidden_size, vocab_size))
        self.params, self.grads = [], []
        for layer in (self.before, self.behind, self.scores):
            self.params += layer.params
            self.grads += layer.grads

    def forward(self, contexts, target):
        h = self.before.forward(contexts[:, 0]) + self.behind.forward(contexts[:, 1])
        return self.scores.forward(h / 2, target)

    def backward(self, dout=1):
        dh = self.scores.backward(dout)
        self.before.backward(dh)
        self.behind.backward(dh)
