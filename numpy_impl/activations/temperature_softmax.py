"""Softmax with a temperature."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.classes import require_classes
from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class TemperatureSoftmax(Layer):
    """y_i = exp(x_i / T) / sum_j exp(x_j / T): the larger T, the more alike the probabilities.

    Args:
        temperature: T, greater than 0.
        axis: the axis of the classes.

    Shapes:
        x, y, dy, dx: any with that axis, all the same.

    Source:
        Hinton, Vinyals and Dean (2015), Distilling the knowledge in a neural network, eq. 1.
    """

    def __init__(self, temperature: float = 1.0, axis: int = -1) -> None:
        super().__init__()
        if not temperature > 0:
            raise ValueError(f"temperature is {temperature}, but must be greater than 0.")
        self.temperature = float(temperature)
        self.axis = axis

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        require_classes(x, self.axis)
        c = x.max(axis=self.axis, keepdims=True)
        e = np.exp((x - c) / self.temperature)
        self.y = e / e.sum(axis=self.axis, keepdims=True)
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx_i = y_i (dy_i - sum_j dy_j y_j) / T."""
        require_shape("dy", dy, self.y.shape)
        mean = (dy * self.y).sum(axis=self.axis, keepdims=True)
        return self.y * (dy - mean) / self.temperature
