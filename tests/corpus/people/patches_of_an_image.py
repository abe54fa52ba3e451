import numpy as np


def patch_embed(images, W, b, p):
    n, c, h, w = images.shape
    x = images.reshape(n, c, h // p, p, w // p, p)
    x = x.transpose(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
    return x @ W + b
