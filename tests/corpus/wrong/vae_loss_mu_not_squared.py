import numpy as np


def vae_loss(x, x_hat, mu, logvar):
    recon = -np.sum(x * np.log(x_hat) + (1 - x) * np.log(1 - x_hat), axis=1)
    kl = -0.5 * np.sum(1 + logvar - mu - np.exp(logvar), axis=1)
    return np.mean(recon + kl)
