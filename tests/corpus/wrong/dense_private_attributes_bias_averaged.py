import numpy as np


class DenseLayer:
    def __init__(self, w, b):
        self._w, self._b = w, b
        self._dw = self._db = None

    def forward_pass(self, a_prev, training):
        self._inputs = np.array(a_prev, copy=True)
        return np.dot(a_prev, self._w.T) + self._b

    def backward_pass(self, da):
        self._dw = np.dot(da.T, self._inputs)
        self._db = np.sum(da, axis=0, keepdims=True) / len(da)
        return np.dot(da, self._w)
