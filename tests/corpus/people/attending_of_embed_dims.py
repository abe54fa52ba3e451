import numpy as np


class Attending:
    def __init__(self, query_embed_dim: int, key_embed_dim: int, value_embed_dim: int):
        wide = query_embed_dim
        self.params, self.grads = {}, {}
        for letter, size in zip("QKV", (query_embed_dim, key_embed_dim, value_embed_dim)):
            self.params["W_" + letter] = 0.3 * np.random.randn(size, wide)
            self.params["b_" + letter] = np.zeros(wide)

    def forward(self, x_q, x_k, x_v):
        self.x = {"Q": x_q, "K": x_k, "V": x_v}
        self.made = {
            k: np.dot(x, self.params["W_" + k]) + self.params["b_" + k] for k, x in self.x.items()
        }
        scores = self.made["Q"] @ self.made["K"].swapaxes(-1, -2) / self.made["Q"].shape[-1] ** 0.5
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        self.weights = scores / scores.sum(axis=-1, keepdims=True)
        return self.weights @ self.made["V"], self.weights

    def backward(self, dout):
        dweights = dout @ self.made["V"].swapaxes(-1, -2)
        dscores = self.weights * (dweights - (dweights * self.weights).sum(-1, keepdims=True))
        dscores = dscores / self.made["Q"].shape[-1] ** 0.5
        slopes = {
            "Q": dscores @ self.made["K"],
            "K": dscores.swapaxes(-1, -2) @ self.made["Q"],
            "V": self.weights.swapaxes(-1, -2) @ dout,
        }
        for letter, slope in slopes.items():
            self.grads["dW_" + letter] = np.tensordot(self.x[letter], slope, axes=([0, 1], [0, 1]))
            self.grads["db_" + letter] = slope.sum(axis=(0, 1))
        return tuple(slope @ self.params["W_" + letter].T for letter, slope in slopes.items())
