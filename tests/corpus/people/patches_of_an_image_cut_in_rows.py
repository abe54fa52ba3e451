import numpy as np


def patch_embed(images, W, b, p):
    n, c, h, w = images.shape
    x = images.reshape(n, c, h // p, p, w // p, p)
    x = x.reshape(n, (h // p) * (w // p), c * p * p)
    return x @ W + b
