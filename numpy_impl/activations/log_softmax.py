"""Log-softmax."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.classes import require_classes
from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class LogSoftmax(Layer):
    """y_i = x_i - log(sum_j exp(x_j)) along one axis: finite where log(softmax(x)) is log(0).

    Args:
        axis: the axis of the classes.

    Shapes:
        x, y, dy, dx: any with that axis, all the same.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.2.2.3.
    """

    def __init__(self, axis: int = -1) -> None:
        super().__init__()
        self.axis = axis

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        require_classes(x, self.axis)
        # y is the same for x - c; with the maximum as c the largest z is 0.
        c = x.max(axis=self.axis, keepdims=True)
        z = x - c
        # log(sum_j exp(z_j)), two at a time: log(exp(a) + exp(b)) = a + log1p(exp(b - a)) keeps
        # a small b, which would be lost in 1 + exp(b).
        self.y = z - np.logaddexp.reduce(z, axis=self.axis, keepdims=True)
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx_i = dy_i - softmax(x)_i sum_j dy_j."""
        require_shape("dy", dy, self.y.shape)
        total = dy.sum(axis=self.axis, keepdims=True)
        return dy - np.exp(self.y) * total
