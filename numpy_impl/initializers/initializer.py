"""Initializers: how weights are drawn, and how wide.

The canonical shapes are (n_in, n_out) for a dense layer and (c_out, c_in, k_h, k_w) for a
convolution.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from numpy_impl.validation import require_choice

TRUNCATED_STD = 0.8796256610342398
"""The standard deviation of a standard normal distribution cut off at -2 and 2."""


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out): how many numbers feed one output, and are fed by one input.

    Args:
        shape: (n_in, n_out), or (c_out, c_in, k_h, k_w).

    Raises:
        ValueError: for another number of axes.
    """
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) == 4:
        c_out, c_in, k_h, k_w = shape
        return c_in * k_h * k_w, c_out * k_h * k_w
    raise ValueError(
        f"shape is {tuple(shape)}, but (n_in, n_out) or (c_out, c_in, k_h, k_w) was expected."
    )


class Initializer:
    """Draws an array: ``initializer(shape, seed)``.

    A subclass says which distribution, and how wide: :meth:`scale` is the standard deviation of a
    normal distribution (before a truncation), the limit of a uniform one, or the constant.
    """

    distribution = "normal"

    def scale(self, shape: Sequence[int]) -> float:
        """Return the width of the distribution for an array of this shape."""
        raise NotImplementedError

    def __call__(self, shape: Sequence[int], seed: int | None = None) -> np.ndarray:
        """Draw an array of this shape; the same seed draws the same numbers."""
        rng = np.random.default_rng(seed)
        width = self.scale(shape)
        if self.distribution == "constant":
            return np.full(shape, width)
        if self.distribution == "uniform":
            return rng.uniform(-width, width, shape)
        if self.distribution == "truncated_normal":
            return width * _truncated_normal(rng, shape)
        return width * rng.standard_normal(shape)


def _truncated_normal(rng: np.random.Generator, shape: Sequence[int]) -> np.ndarray:
    """Draw standard normal numbers, again and again until all are between -2 and 2."""
    z = rng.standard_normal(shape)
    while (outside := np.abs(z) > 2).any():
        z[outside] = rng.standard_normal(int(outside.sum()))
    return z


class Zeros(Initializer):
    """Every element is 0: right for biases; for weights it keeps all units alike for ever."""

    distribution = "constant"

    def scale(self, shape: Sequence[int]) -> float:
        """Return 0."""
        return 0.0


class Gauss(Initializer):
    """A normal distribution of a fixed standard deviation sigma, whatever the shape."""

    def __init__(self, sigma: float = 0.01) -> None:
        if sigma < 0:
            raise ValueError(f"sigma is {sigma}, but must not be negative.")
        self.sigma = sigma

    def scale(self, shape: Sequence[int]) -> float:
        """Return sigma."""
        return self.sigma


class _Normal(Initializer):
    """A normal distribution, on request cut off at two standard deviations as in Keras.

    Cutting the tails off narrows the distribution; its parent is widened to make up for that.
    """

    def __init__(self, truncated: bool = False) -> None:
        require_choice("truncated", truncated, (True, False))
        self.truncated = truncated
        self.distribution = "truncated_normal" if truncated else "normal"

    def std(self, shape: Sequence[int]) -> float:
        """Return the standard deviation of what is drawn."""
        raise NotImplementedError

    def scale(self, shape: Sequence[int]) -> float:
        """Return the standard deviation of the normal distribution that is drawn from."""
        std = self.std(shape)
        return std / TRUNCATED_STD if self.truncated else std


class XavierTaught(_Normal):
    """Xavier initialization as the course teaches it: std = 1 / sqrt(fan_in).

    The same numbers as LeCun's; Glorot and Bengio's own proposal also looks at fan_out.
    """

    def std(self, shape: Sequence[int]) -> float:
        """Return 1 / sqrt(fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(1 / fan_in)


class LecunNormal(_Normal):
    """std = sqrt(1 / fan_in), for SELU and tanh (LeCun et al. 1998, Efficient BackProp, eq. 16)."""

    def std(self, shape: Sequence[int]) -> float:
        """Return sqrt(1 / fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(1 / fan_in)


class GlorotNormal(_Normal):
    """std = sqrt(2 / (fan_in + fan_out)), for sigmoid and tanh (Glorot and Bengio 2010, eq. 12)."""

    def std(self, shape: Sequence[int]) -> float:
        """Return sqrt(2 / (fan_in + fan_out))."""
        fan_in, fan_out = fans(shape)
        return math.sqrt(2 / (fan_in + fan_out))


class HeNormal(_Normal):
    """std = sqrt(2 / fan_in), for ReLU (He et al. 2015, eq. 10)."""

    def std(self, shape: Sequence[int]) -> float:
        """Return sqrt(2 / fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(2 / fan_in)


class LecunUniform(Initializer):
    """Uniform between -limit and limit with LeCun's variance 1 / fan_in: limit = sqrt(3 / fan_in).

    A uniform distribution on [-a, a] has the variance a² / 3.
    """

    distribution = "uniform"

    def scale(self, shape: Sequence[int]) -> float:
        """Return the limit, sqrt(3 / fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(3 / fan_in)


class GlorotUniform(Initializer):
    """Uniform with limit = sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio 2010, eq. 16)."""

    distribution = "uniform"

    def scale(self, shape: Sequence[int]) -> float:
        """Return the limit, sqrt(6 / (fan_in + fan_out))."""
        fan_in, fan_out = fans(shape)
        return math.sqrt(6 / (fan_in + fan_out))


class HeUniform(Initializer):
    """Uniform with He's variance 2 / fan_in: limit = sqrt(6 / fan_in) (He et al. 2015)."""

    distribution = "uniform"

    def scale(self, shape: Sequence[int]) -> float:
        """Return the limit, sqrt(6 / fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(6 / fan_in)
