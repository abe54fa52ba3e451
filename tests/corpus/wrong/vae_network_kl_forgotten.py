import numpy as np


class VAE:
    def __init__(self, n_in, n_hidden, n_latent):
        def w(a, b):
            return np.random.randn(a, b) / np.sqrt(a)
        self.n_latent = n_latent
        self.params = {
            "encoder.dense1.W": w(n_in, n_hidden), "encoder.dense1.b": np.zeros(n_hidden),
            "encoder.dense2.W": w(n_hidden, 2 * n_latent), "encoder.dense2.b": np.zeros(2 * n_latent),
            "decoder.dense1.W": w(n_latent, n_hidden), "decoder.dense1.b": np.zeros(n_hidden),
            "decoder.dense2.W": w(n_hidden, n_in), "decoder.dense2.b": np.zeros(n_in),
        }
        self.grads = {}

    def forward(self, x, eps):
        p = self.params
        self.x, self.eps = x, eps
        self.h = np.tanh(x @ p["encoder.dense1.W"] + p["encoder.dense1.b"])
        out = self.h @ p["encoder.dense2.W"] + p["encoder.dense2.b"]
        self.mu, self.log_var = out[:, :self.n_latent], out[:, self.n_latent:]
        self.std = np.exp(0.5 * self.log_var)
        self.z = self.mu + self.std * eps
        self.g = np.tanh(self.z @ p["decoder.dense1.W"] + p["decoder.dense1.b"])
        a = self.g @ p["decoder.dense2.W"] + p["decoder.dense2.b"]
        self.x_hat = 1 / (1 + np.exp(-a))
        return self.x_hat, self.mu, self.log_var

    def backward(self, dx_hat, dmu, dlog_var):
        p, g = self.params, self.grads
        da = dx_hat * self.x_hat * (1 - self.x_hat)
        g["decoder.dense2.W"], g["decoder.dense2.b"] = self.g.T @ da, da.sum(0)
        dg = da @ p["decoder.dense2.W"].T * (1 - self.g ** 2)
        g["decoder.dense1.W"], g["decoder.dense1.b"] = self.z.T @ dg, dg.sum(0)
        dz = dg @ p["decoder.dense1.W"].T
        dmu = dz
        dlog_var = dz * self.eps * 0.5 * self.std
        dout = np.hstack([dmu, dlog_var])
        g["encoder.dense2.W"], g["encoder.dense2.b"] = self.h.T @ dout, dout.sum(0)
        dh = dout @ p["encoder.dense2.W"].T * (1 - self.h ** 2)
        g["encoder.dense1.W"], g["encoder.dense1.b"] = self.x.T @ dh, dh.sum(0)
        return dh @ p["encoder.dense1.W"].T
