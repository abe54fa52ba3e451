"""Softmax and its loss in one object, whose way back is given the probabilities again."""

import numpy as np


class SoftmaxActivation:
    def forward(self, inputs):
        e = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = e / np.sum(e, axis=1, keepdims=True)


class CrossEntropy:
    def calculate(self, y_pred, y_true):
        return np.mean(self.forward(y_pred, y_true))

    def forward(self, y_pred, y_true):
        clipped = np.clip(y_pred, 1e-7, 1 - 1e-7)
        if y_true.ndim == 1:
            return -np.log(clipped[range(len(y_pred)), y_true])
        return -np.log(np.sum(clipped * y_true, axis=1))


class SoftmaxWithCrossEntropy:
    def __init__(self):
        self.activation = SoftmaxActivation()
        self.loss = CrossEntropy()

    def forward(self, inputs, y_true):
        self.activation.forward(inputs)
        self.output = self.activation.output
        return self.loss.calculate(self.output, y_true)

    def backward(self, dvalues, y_true):
        """dvalues are the probabilities that forward left in output."""
        samples = len(dvalues)
        if y_true.ndim == 2:
            y_true = np.argmax(y_true, axis=1)
        self.dinputs = dvalues.copy()
        self.dinputs[range(samples), y_true] -= 1
        self.dinputs = self.dinputs / samples
