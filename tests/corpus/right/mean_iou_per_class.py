import numpy as np


def mean_iou(pred, gt, n_classes):
    ious = []
    for c in range(n_classes):
        p, g = pred == c, gt == c
        union = np.logical_or(p, g).sum()
        if union:
            ious.append(np.logical_and(p, g).sum() / union)
    return float(np.mean(ious))
