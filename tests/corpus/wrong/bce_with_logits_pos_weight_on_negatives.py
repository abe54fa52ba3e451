import numpy as np


def weighted_bce_with_logits(logits, targets, pos_weight=1.0):
    log_p = -np.logaddexp(0, -logits)
    log_q = -np.logaddexp(0, logits)
    return -np.mean(targets * log_p + pos_weight * (1 - targets) * log_q)


def weighted_bce_with_logits_grad(logits, targets, pos_weight=1.0):
    p = 1 / (1 + np.exp(-np.clip(logits, -700, 700)))
    return (pos_weight * (1 - targets) * p - targets * (1 - p)) / logits.size
