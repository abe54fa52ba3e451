import numpy as np


def search(query, docs, k):
    q = query / np.linalg.norm(query)
    d = docs / np.linalg.norm(docs, axis=1, keepdims=True)
    scores = d @ q
    best = np.argsort(-scores)[:k]
    return best, scores[best]
