import numpy as np


def layernorm_forward(x, gamma, beta, ln_param=None):
    """
    Layer normalization: every example is normalized over its D features.
    """
    eps = (ln_param or {}).get("eps", 1e-5)
    mu, var = x.mean(axis=0, keepdims=True), x.var(axis=0, keepdims=True)
    x_norm = (x - mu) / np.sqrt(var + eps)
    out = gamma * x_norm + beta
    return out, (x_norm, gamma, var, eps)
