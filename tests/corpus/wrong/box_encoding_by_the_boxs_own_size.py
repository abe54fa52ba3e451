import numpy as np


def box_encoding(boxes, anchors):
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    wa, ha = anchors[:, 2] - anchors[:, 0], anchors[:, 3] - anchors[:, 1]
    cx, cy = boxes[:, 0] + w / 2, boxes[:, 1] + h / 2
    ax, ay = anchors[:, 0] + wa / 2, anchors[:, 1] + ha / 2
    return np.stack([(cx - ax) / w, (cy - ay) / h, np.log(w / wa), np.log(h / ha)], axis=1)
