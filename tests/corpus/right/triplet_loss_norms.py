import numpy as np


def triplet_margin_loss(anchor, positive, negative, margin=1.0):
    d_ap = np.linalg.norm(anchor - positive, axis=-1)
    d_an = np.linalg.norm(anchor - negative, axis=-1)
    return np.clip(d_ap - d_an + margin, 0, None).mean()
