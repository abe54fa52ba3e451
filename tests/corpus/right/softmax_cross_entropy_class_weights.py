import numpy as np


class WeightedCrossEntropy:
    """交差エントロピー(クラスの重みと無視ラベルつき、PyTorch と同じ平均)"""

    def __init__(self, class_weights=None, ignore_index=-100):
        self.class_weights = class_weights
        self.ignore_index = ignore_index

    def forward(self, logits, labels):
        if labels.ndim == logits.ndim:
            raise ValueError("labels must be class numbers")
        z = logits - logits.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        valid = labels != self.ignore_index
        self.labels = np.where(valid, labels, 0)
        w = np.ones(logits.shape[-1]) if self.class_weights is None else self.class_weights
        self.w = w[self.labels] * valid
        self.total = self.w.sum()
        self.p = np.exp(logp)
        picked = np.take_along_axis(logp, self.labels[..., None], axis=-1)[..., 0]
        return -(self.w * picked).sum() / self.total

    def backward(self, dout=1.0):
        dx = self.p.copy()
        rows = np.take_along_axis(dx, self.labels[..., None], axis=-1) - 1
        np.put_along_axis(dx, self.labels[..., None], rows, axis=-1)
        return dout * dx * (self.w / self.total)[..., None]
