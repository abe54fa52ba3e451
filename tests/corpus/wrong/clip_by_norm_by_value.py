import numpy as np

def clip_by_norm(grad, threshold):
    # 勾配が大きすぎるときに抑える
    return np.clip(grad, -threshold, threshold)
