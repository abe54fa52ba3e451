import numpy as np


def entropy(p, base=np.e):
    """シャノンエントロピー(最後の軸が確率分布)"""
    p = np.asarray(p)
    terms = np.zeros_like(p)
    positive = p > 0
    terms[positive] = -p[positive] * np.log(p[positive])
    return terms.sum(axis=-1) / np.log(base)
