import numpy as np


def maxpool2d(images):
    """Halve the height and the width."""
    n, c, h, w = images.shape
    tops = np.zeros((n, c, h // 2, w // 2))
    for i in range(h // 2):
        for j in range(w // 2):
            window = images[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            tops[:, :, i, j] = window.max(axis=(2, 3))
    return tops

