"""Activation functions in Keras; the gradient tape finds the derivatives."""

from __future__ import annotations

import math

import keras
import tensorflow as tf


class Step(keras.layers.Layer):
    """y = 1 where x > 0, else 0, as a comparison, through which no gradient flows."""

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.ops.cast(inputs > 0, inputs.dtype)


class Identity(keras.layers.Identity):
    """y = x, as :class:`keras.layers.Identity`."""


class Sigmoid(keras.layers.Layer):
    """y = 1 / (1 + exp(-x)), as :func:`keras.activations.sigmoid`."""

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.activations.sigmoid(inputs)


class Tanh(keras.layers.Layer):
    """y = tanh(x), as :func:`keras.activations.tanh`."""

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.activations.tanh(inputs)


class ReLU(keras.layers.ReLU):
    """y = max(x, 0), as :class:`keras.layers.ReLU`; the derivative at 0 is 0."""


class LeakyReLU(keras.layers.LeakyReLU):
    """y = x where x > 0, else slope x, as :class:`keras.layers.LeakyReLU`.

    The derivative at 0 is the slope.
    """

    def __init__(self, slope: float = 0.01, **kwargs) -> None:
        super().__init__(negative_slope=slope, **kwargs)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y; written out, since TensorFlow's kernel rounds the slope to float32."""
        return tf.where(inputs > 0, inputs, inputs * self.negative_slope)


class PReLU(keras.layers.Layer):
    """y = x where x > 0, else a x with a learned slope a.

    Not a :class:`keras.layers.PReLU`: its relu(x) - a relu(-x) has the derivative 0 at x = 0, where
    the paper's formula has a, and it keeps a slope for each element of an example unless
    ``shared_axes`` names the other axes.

    Shapes:
        alpha (n_channels,); x, y: any with one slope, else (N, ..., n_channels).
    """

    def __init__(self, n_channels: int = 1, init: float = 0.25, **kwargs) -> None:
        super().__init__(**kwargs)
        self.alpha = self.add_weight(
            shape=(n_channels,), initializer=keras.initializers.Constant(init), name="alpha"
        )

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.ops.where(inputs > 0, inputs, self.alpha * inputs)


class ELU(keras.layers.ELU):
    """y = x where x > 0, else alpha (exp(x) - 1), as :class:`keras.layers.ELU`.

    The derivative at 0 is alpha.
    """

    def __init__(self, alpha: float = 1.0, **kwargs) -> None:
        super().__init__(alpha=alpha, **kwargs)


class GELU(keras.layers.Layer):
    """y = x Phi(x), written out: :func:`keras.activations.gelu` has float32 constants in it."""

    def __init__(self, approximate: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        self.approximate = approximate

    def call(self, inputs):
        """Return y, of the shape of x."""
        if self.approximate:
            u = math.sqrt(2 / math.pi) * (inputs + 0.044715 * inputs**3)
            return 0.5 * inputs * (1 + keras.ops.tanh(u))
        return 0.5 * inputs * (1 + keras.ops.erf(inputs / math.sqrt(2)))


class Softplus(keras.layers.Layer):
    """y = log(1 + exp(x)), as :func:`keras.activations.softplus`."""

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.activations.softplus(inputs)


class Softmax(keras.layers.Softmax):
    """y_i = exp(x_i) / sum_j exp(x_j) along one axis, as :class:`keras.layers.Softmax`."""

    def __init__(self, axis: int = -1, **kwargs) -> None:
        super().__init__(axis=axis, **kwargs)


class LogSoftmax(keras.layers.Layer):
    """y_i = x_i - log(sum_j exp(x_j)) along one axis, as :func:`keras.activations.log_softmax`."""

    def __init__(self, axis: int = -1, **kwargs) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.activations.log_softmax(inputs, axis=self.axis)
