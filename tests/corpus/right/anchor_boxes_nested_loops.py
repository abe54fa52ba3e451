import numpy as np


def generate_anchors(scales, ratios, feature_size, stride=16):
    """ratio は高さ / 幅。セルの中心にアンカーを置く。"""
    anchors = []
    for row in range(feature_size[0]):
        for col in range(feature_size[1]):
            cy, cx = (row + 0.5) * stride, (col + 0.5) * stride
            for scale in scales:
                for ratio in ratios:
                    h, w = scale * ratio**0.5, scale / ratio**0.5
                    anchors.append([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])
    return np.array(anchors)
