import numpy as np


def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    """画像を行列に展開する (素朴な実装)"""
    枚数, C, 高さ, 幅 = input_data.shape
    img = np.zeros((枚数, C, 高さ + 2 * pad, 幅 + 2 * pad), dtype=input_data.dtype)
    img[:, :, pad:pad + 高さ, pad:pad + 幅] = input_data
    行 = []
    for 画像 in img:
        for y in range(0, 高さ + 2 * pad - filter_h + 1, stride):
            for x in range(0, 幅 + 2 * pad - filter_w + 1, stride):
                行.append(画像[:, y:y + filter_h, x:x + filter_w].flatten())
    return np.stack(行)
