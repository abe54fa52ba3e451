import numpy as np


def clip_grads(grads, max_norm):
    # 全勾配のL2ノルム
    total_norm = np.sqrt(sum((g * g).sum() for g in grads))
    rate = max_norm / (total_norm + 1e-6)
    if rate < 1:
        for g in grads:
            g *= rate
