import numpy as np


def bce_with_logits(logits, targets):
    loss = np.maximum(logits, 0) - logits * targets + np.log(1 + np.exp(-np.abs(logits)))
    p = 1 / (1 + np.exp(-logits))
    return loss.mean(), (p - targets) / logits.size
