import numpy as np

def l2_penalty(W, rate):
    # 重み減衰: λ/2 * ||W||
    return 0.5 * rate * np.linalg.norm(W)
