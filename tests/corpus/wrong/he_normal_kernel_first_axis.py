import numpy as np


def he_normal(shape):
    """shape: (入力数, 出力数) または (FN, C, FH, FW)"""
    fan_in = shape[0]
    std = np.sqrt(2 / fan_in)
    return std * np.random.randn(*shape)
