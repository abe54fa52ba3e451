import numpy as np


def cos_similarity(x, y, eps=1e-8):
    """単語ベクトルの類似度"""
    nx = x / np.sqrt(np.sum(x**2) + eps)
    ny = y / np.sqrt(np.sum(y**2) + eps)
    return np.dot(nx, ny)
