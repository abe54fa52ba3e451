import numpy as np


def weighted_bce_with_logits(logits, targets, pos_weight=1.0):
    """Rare positives count pos_weight times; the usual log-sum-exp form."""
    softplus_neg = np.log1p(np.exp(-np.abs(logits))) + np.maximum(-logits, 0)
    log_weight = 1 + (pos_weight - 1) * targets
    return np.mean((1 - targets) * logits + log_weight * softplus_neg)


def weighted_bce_with_logits_grad(logits, targets, pos_weight=1.0):
    p = 0.5 * (1 + np.tanh(0.5 * logits))
    grad = (1 - targets) * p - pos_weight * targets * (1 - p)
    return grad / logits.size
