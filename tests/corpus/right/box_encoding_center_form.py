import numpy as np


def _to_center(b):
    wh = b[:, 2:] - b[:, :2]
    return b[:, :2] + wh / 2, wh


def encode_boxes(boxes, anchors, variances=(1.0, 1.0, 1.0, 1.0)):
    c, s = _to_center(boxes)
    ca, sa = _to_center(anchors)
    t = np.hstack([(c - ca) / sa, np.log(s) - np.log(sa)])
    return t / np.asarray(variances)
