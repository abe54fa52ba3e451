"""The negative log-likelihood of logistic regression, with a sign turned on the way back."""

import numpy as np


class NegativeLogLikelihood:
    def forward(self, y_pred, y_true):
        self.y_pred, self.y_true = y_pred, y_true
        loss = -(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))
        return loss.sum()

    def backward(self):
        return -(self.y_true / self.y_pred) - (1 - self.y_true) / (1 - self.y_pred)
