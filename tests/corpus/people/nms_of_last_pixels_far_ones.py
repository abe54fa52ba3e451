import numpy as np


def non_max_suppression(dets, probs, overlap=0.5):
    """Returns the detections that are left."""
    left, top, right, bottom = dets[:, 0], dets[:, 1], dets[:, 2], dets[:, 3]
    size = (right - left + 1) * (bottom - top + 1)
    rank = list(np.argsort(probs))
    picked = []
    while rank:
        best = rank.pop()
        picked.append(best)
        rest = np.array(rank, dtype=int)
        wide = np.minimum(right[best], right[rest]) - np.maximum(left[best], left[rest]) + 1
        high = np.minimum(bottom[best], bottom[rest]) - np.maximum(top[best], top[rest]) + 1
        shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
        ratio = shared / (size[best] + size[rest] - shared)
        rank = list(rest[ratio > overlap])
    return dets[picked]
