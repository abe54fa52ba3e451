import numpy as np


class SigmoidFocalLoss:
    """Focal loss as detectors use it: alpha for the positives, gamma for the easy ones."""

    def __init__(self, alpha=0.25, gamma=2.0):
        self.alpha, self.gamma = alpha, gamma

    def forward(self, logits, targets):
        s = np.where(targets > 0.5, 1.0, -1.0)
        u = s * logits
        self.s, self.size = s, logits.size
        self.log_pt = -np.logaddexp(0.0, -u)
        self.pt = np.exp(self.log_pt)
        self.qt = np.exp(-np.logaddexp(0.0, u))
        self.at = np.where(targets > 0.5, self.alpha, 1 - self.alpha)
        return np.mean(-self.at * self.qt**self.gamma * self.log_pt)

    def backward(self, dout=1.0):
        g = self.gamma
        du = self.at * (g * self.qt**g * self.pt * self.log_pt - self.qt ** (g + 1))
        return dout * self.s * du / self.size
