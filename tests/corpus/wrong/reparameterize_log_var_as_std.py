import numpy as np


def reparameterize(mu, log_var, eps):
    return mu + log_var * eps
