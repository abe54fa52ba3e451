import numpy as np


def relu(feature_map):
    out = np.zeros(feature_map.shape)
    for k in range(feature_map.shape[-1]):
        for i in range(feature_map.shape[0]):
            for j in range(feature_map.shape[1]):
                out[i, j, k] = max(feature_map[i, j, k], 0)
    return out
