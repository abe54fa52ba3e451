import numpy as np


def contrastive_loss(x1, x2, y, margin=1.0):
    d = np.sqrt(np.sum((x1 - x2) ** 2, axis=1))
    loss = 0.5 * y * d ** 2 + 0.5 * (1 - y) * (margin - d) ** 2
    return np.mean(loss)
