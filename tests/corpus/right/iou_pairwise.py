import numpy as np


def bbox_iou(boxes1, boxes2):
    """IoU of every pair of boxes given as [x1, y1, x2, y2]."""
    boxes1, boxes2 = np.atleast_2d(boxes1), np.atleast_2d(boxes2)
    area1 = np.prod(boxes1[:, 2:] - boxes1[:, :2], axis=1)
    area2 = np.prod(boxes2[:, 2:] - boxes2[:, :2], axis=1)
    lt = np.maximum(boxes1[:, None, :2], boxes2[None, :, :2])
    rb = np.minimum(boxes1[:, None, 2:], boxes2[None, :, 2:])
    wh = np.clip(rb - lt, 0, None)
    inter = wh[..., 0] * wh[..., 1]
    union = area1[:, None] + area2[None] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
