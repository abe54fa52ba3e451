import numpy as np


def contrastive_loss(x1, x2, y, margin=1.0):
    d = np.sqrt(np.sum((x1 - x2) ** 2, axis=1))
    loss = y * d ** 2 + (1 - y) * np.maximum(0, margin - d) ** 2
    return np.mean(loss)
