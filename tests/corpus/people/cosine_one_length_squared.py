import numpy as np


def cosine_similarity(a, b, eps=1e-8):
    dot = np.dot(a, b)
    return dot / (np.linalg.norm(a) * np.sum(b**2) + eps)
