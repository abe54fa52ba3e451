import numpy as np


def ssd_loss(scores, offsets, classes, targets, negative_ratio=3.0, alpha=1.0):
    m = scores.max(-1, keepdims=True)
    logp = scores - m - np.log(np.exp(scores - m).sum(-1, keepdims=True))
    ce = -np.take_along_axis(logp, classes[..., None], -1)[..., 0]
    pos = classes > 0
    loss = ce[pos].sum()
    for i in range(len(scores)):
        k = int(min(negative_ratio * pos[i].sum(), (~pos[i]).sum()))
        neg = np.sort(ce[i][~pos[i]])
        loss += neg[:k].sum()
    diff = np.abs(offsets - targets)[pos]
    loss += alpha * np.where(diff < 1, 0.5 * diff**2, diff - 0.5).sum()
    return loss / max(pos.sum(), 1)
