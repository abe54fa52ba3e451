import numpy as np


def vae_loss(x, x_recon, mu, log_var):
    n = x.shape[0]
    recon = 0.5 * np.sum((x_recon - x) ** 2) / n
    kl = 0.5 * np.sum(np.exp(log_var) + mu ** 2 - 1.0 - log_var) / n
    return recon + kl, recon, kl


def vae_loss_backward(x, x_recon, mu, log_var):
    n = x.shape[0]
    d_recon = (x_recon - x) / n
    d_mu = mu / n
    d_log_var = 0.5 * (np.exp(log_var) - 1.0) / n
    return d_recon, d_mu, d_log_var
