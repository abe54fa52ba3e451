import numpy as np


def decode_boxes(deltas, anchors, variances=(1.0, 1.0, 1.0, 1.0)):
    d = deltas * np.asarray(variances)
    w = anchors[:, 2] - anchors[:, 0]
    h = anchors[:, 3] - anchors[:, 1]
    cx = anchors[:, 0] + 0.5 * w + d[:, 0] * w
    cy = anchors[:, 1] + 0.5 * h + d[:, 1] * h
    nw, nh = w * np.exp(d[:, 2]), h * np.exp(d[:, 3])
    return np.stack([cx - nw / 2, cy - nh / 2, cx + nw / 2, cy + nh / 2], axis=1)
