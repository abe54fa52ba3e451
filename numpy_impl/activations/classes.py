"""Activation functions, each with the derivative that its backward pass multiplies by."""

from __future__ import annotations

import math

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape

erf = np.vectorize(math.erf, otypes=[np.float64])
"""The error function, element by element; NumPy has none of its own."""


def _require_classes(x: np.ndarray, axis: int) -> None:
    """Check that x has the axis, and something along it."""
    if not -x.ndim <= axis < x.ndim or x.shape[axis] == 0:
        raise ValueError(
            f"x has shape {x.shape}, but at least one class along axis {axis} is needed."
        )


class Step(Layer):
    """y = 1 where x > 0, else 0, element by element.

    At the jump x = 0 the value is a convention: 0 here, as in most textbooks; 1 and 1/2 occur too.
    The derivative is 0 on both sides, so nothing can be learned through a step.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        McCulloch and Pitts (1943), A logical calculus of the ideas immanent in nervous activity.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        self.shape = x.shape
        return (x > 0).astype(x.dtype)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = 0 everywhere."""
        require_shape("dy", dy, self.shape)
        return np.zeros_like(dy)


class Identity(Layer):
    """y = x: what the output layer of a regression uses.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Bishop (2006), Pattern recognition and machine learning, section 5.1.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        self.shape = x.shape
        # A copy, so that whoever changes y leaves x alone.
        return x.copy()

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy."""
        require_shape("dy", dy, self.shape)
        return dy.copy()


class Sigmoid(Layer):
    """y = 1 / (1 + exp(-x)), element by element.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
        errors, Nature 323, eq. 2.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        e = np.exp(-np.abs(x))  # at most 1: it cannot overflow
        # 1 / (1 + exp(-x)) for x >= 0; for x < 0 the same, multiplied by exp(x) / exp(x).
        self.y = np.where(x >= 0, 1, e) / (1 + e)
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy y (1 - y)."""
        require_shape("dy", dy, self.y.shape)
        return dy * self.y * (1 - self.y)


class Tanh(Layer):
    """y = tanh(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x)), element by element.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.4.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.y = np.tanh(as_float("x", x))
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy (1 - y^2)."""
        require_shape("dy", dy, self.y.shape)
        return dy * (1 - self.y**2)


class ReLU(Layer):
    """y = max(x, 0), element by element.

    At the kink x = 0 the derivative is taken to be 0, as PyTorch and Keras do.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        self.positive = x > 0
        return np.maximum(x, 0)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy where x > 0, else 0."""
        require_shape("dy", dy, self.positive.shape)
        return dy * self.positive


class LeakyReLU(Layer):
    """y = x where x > 0, else slope x, element by element.

    At the kink x = 0 the derivative is taken to be the slope, as PyTorch and Keras do.

    Args:
        slope: the factor of the values that are not positive.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic
        models, section 2.
    """

    def __init__(self, slope: float = 0.01) -> None:
        super().__init__()
        self.slope = slope

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        self.positive = x > 0
        return np.where(self.positive, x, self.slope * x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy where x > 0, else slope dy."""
        require_shape("dy", dy, self.positive.shape)
        return np.where(self.positive, dy, self.slope * dy)


class PReLU(Layer):
    """y = x where x > 0, else a x: a leaky ReLU that learns its slope a.

    At the kink x = 0 the derivative is taken to be a, as the paper's formula has it and as
    PyTorch does.

    Args:
        n_channels: 1 for one slope for all elements, else the length of axis 1, for one slope for
            each channel.
        init: the slope before it is learned.

    Shapes:
        a (n_channels,); x, y, dy, dx: any with one slope, else (N, n_channels, ...).

    Source:
        He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, eq. 1 to 3.
    """

    def __init__(self, n_channels: int = 1, init: float = 0.25) -> None:
        super().__init__()
        self.n_channels = n_channels
        self.params["a"] = np.full(n_channels, float(init))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        shape = [1] * x.ndim  # (1, n_channels, 1, ...), so that a broadcasts along axis 1
        if self.n_channels > 1:
            require_shape("x", x, (None, self.n_channels, *(None,) * (x.ndim - 2)))
            shape[1] = self.n_channels
        a = self.params["a"].reshape(shape)
        self.x, self.a = x, a
        return np.where(x > 0, x, a * x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy where x > 0, else a dy; fill the gradient of a."""
        x = self.x
        require_shape("dy", dy, x.shape)
        # dy/da = x where y = a x; the elements that share a slope add up.
        da = np.where(x > 0, 0, x * dy)
        shared = tuple(axis for axis in range(x.ndim) if self.a.shape[axis] == 1)
        self.grads["a"] = da.sum(axis=shared).reshape(self.n_channels)
        return np.where(x > 0, dy, self.a * dy)


class ELU(Layer):
    """y = x where x > 0, else alpha (exp(x) - 1), element by element.

    Where alpha is not 1 there is a kink at x = 0; the derivative there is taken to be alpha, as
    PyTorch and Keras do.

    Args:
        alpha: minus the value that y approaches for x far below 0.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Clevert, Unterthiner and Hochreiter (2016), Fast and accurate deep network learning by
        exponential linear units (ELUs), section 3.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__()
        self.alpha = alpha

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.x = x = as_float("x", x)
        # np.where evaluates both sides, so exp must not be given a large x.
        below = np.minimum(x, 0)
        return np.where(x > 0, x, self.alpha * np.expm1(below))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy where x > 0, else alpha exp(x) dy."""
        require_shape("dy", dy, self.x.shape)
        slope = self.alpha * np.exp(np.minimum(self.x, 0))
        return np.where(self.x > 0, dy, slope * dy)


class GELU(Layer):
    """y = x Phi(x), element by element; Phi is the standard normal distribution function.

    Args:
        approximate: whether Phi(x) is replaced by (1 + tanh(u)) / 2 with
            u = sqrt(2 / pi) (x + 0.044715 x^3), which is within 0.0005 of y.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Hendrycks and Gimpel (2016), Gaussian error linear units (GELUs), section 2.
    """

    def __init__(self, approximate: bool = False) -> None:
        super().__init__()
        self.approximate = approximate

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.x = x = as_float("x", x)
        if self.approximate:
            u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
            self.Phi = (1 + np.tanh(u)) / 2
        else:
            self.Phi = (1 + erf(x / math.sqrt(2)).astype(x.dtype)) / 2
        return x * self.Phi

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy (Phi(x) + x phi(x)), where phi is the derivative of Phi."""
        x = self.x
        require_shape("dy", dy, x.shape)
        if self.approximate:
            du = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)
            # tanh has the derivative 1 - tanh^2, and (1 - tanh(u)^2) / 2 = 2 Phi (1 - Phi).
            phi = 2 * self.Phi * (1 - self.Phi) * du
        else:
            phi = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
        return dy * (self.Phi + x * phi)


class Softplus(Layer):
    """y = log(1 + exp(x)), element by element: a smooth ReLU whose derivative is the sigmoid.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Dugas, Bengio, Bélisle, Nadeau and Garcia (2001), Incorporating second-order functional
        knowledge for better option pricing.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        self.x = x = as_float("x", x)
        # log(1 + exp(x)) = x + log(exp(-x) + 1): of the two, the one whose exp is at most 1.
        return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy sigmoid(x)."""
        require_shape("dy", dy, self.x.shape)
        return dy * Sigmoid().forward(self.x)


class Softmax(Layer):
    """y_i = exp(x_i) / sum_j exp(x_j) along one axis: positive numbers that sum to 1.

    Args:
        axis: the axis of the classes.

    Shapes:
        x, y, dy, dx: any with that axis, all the same.

    Source:
        Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.
    """

    def __init__(self, axis: int = -1) -> None:
        super().__init__()
        self.axis = axis

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        _require_classes(x, self.axis)
        # y is the same for x - c; with the maximum as c no exp overflows.
        c = x.max(axis=self.axis, keepdims=True)
        e = np.exp(x - c)
        self.y = e / e.sum(axis=self.axis, keepdims=True)
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx_i = y_i (dy_i - sum_j dy_j y_j), from dy_j/dx_i = y_j ([i = j] - y_i)."""
        require_shape("dy", dy, self.y.shape)
        mean = (dy * self.y).sum(axis=self.axis, keepdims=True)
        return self.y * (dy - mean)


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
        _require_classes(x, self.axis)
        # y is the same for x - c; with the maximum as c no exp overflows and the sum is above 0.
        c = x.max(axis=self.axis, keepdims=True)
        z = x - c
        self.y = z - np.log(np.exp(z).sum(axis=self.axis, keepdims=True))
        return self.y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx_i = dy_i - softmax(x)_i sum_j dy_j."""
        require_shape("dy", dy, self.y.shape)
        total = dy.sum(axis=self.axis, keepdims=True)
        return dy - np.exp(self.y) * total
