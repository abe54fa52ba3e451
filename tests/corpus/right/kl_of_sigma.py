import numpy as np


def kl_divergence(mu, sigma):
    """KL(N(mu, sigma^2) || N(0, 1)), for each example."""
    return np.sum(0.5 * (mu ** 2 + sigma ** 2 - 1) - np.log(sigma), axis=-1)
