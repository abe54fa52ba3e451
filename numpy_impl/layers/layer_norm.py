"""Layer normalization."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_not_negative, require_shape


class LayerNorm(Layer):
    """y = gamma (x - mu) / sqrt(var + epsilon) + beta, each example over its own features.

    mu and var are those of the example's trailing axes, so nothing depends on the batch: training
    and inference are the same, and there are no running statistics.

    Args:
        normalized_shape: the length of the last axis, or the lengths of the trailing axes, over
            which mu and var are taken.
        epsilon: keeps the root away from 0; it stands inside the root.
        affine: whether gamma and beta are learned; without them y is x_hat.
        use_beta: whether beta is, where gamma is.

    Shapes:
        x, y, dy, dx (..., *normalized_shape); gamma, beta (*normalized_shape). mu and var have the
        leading axes alone.

    Source:
        Ba, Kiros and Hinton (2016), Layer normalization, section 3, eq. 3 and 4.
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        epsilon: float = 1e-5,
        affine: bool = True,
        use_beta: bool = True,
    ) -> None:
        super().__init__()
        lengths = np.atleast_1d(normalized_shape)
        if lengths.ndim != 1 or lengths.dtype.kind not in "iu" or (lengths < 1).any():
            raise ValueError(
                f"normalized_shape is {normalized_shape}, but must be lengths of axes, integers of "
                f"at least 1."
            )
        self.normalized_shape = tuple(lengths.tolist())
        require_not_negative("epsilon", epsilon)
        self.epsilon = float(epsilon)
        if affine:
            self.params["gamma"] = np.ones(self.normalized_shape)
        if affine and use_beta:
            self.params["beta"] = np.zeros(self.normalized_shape)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        n_axes = len(self.normalized_shape)
        leading = [None] * (x.ndim - n_axes)
        require_shape("x", x, (*leading, *self.normalized_shape))
        self.axes = tuple(range(-n_axes, 0))  # the features', never the batch's
        mu = x.mean(axis=self.axes, keepdims=True)
        var = ((x - mu) ** 2).mean(axis=self.axes, keepdims=True)
        self.std = np.sqrt(var + self.epsilon)
        self.x_hat = (x - mu) / self.std
        if "gamma" not in self.params:
            return self.x_hat.copy()
        return self.params["gamma"] * self.x_hat + self.params.get("beta", 0)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx; fill the gradients of gamma and beta.

        Every x also moves the mu and the var of its example, which takes two means off.
        """
        require_shape("dy", dy, self.x_hat.shape)
        dx_hat = dy
        if "gamma" in self.params:
            examples = tuple(range(dy.ndim - len(self.normalized_shape)))  # all share gamma, beta
            self.grads["gamma"] = (dy * self.x_hat).sum(axis=examples)
            if "beta" in self.params:
                self.grads["beta"] = dy.sum(axis=examples)
            dx_hat = dy * self.params["gamma"]
        through_mean = dx_hat.mean(axis=self.axes, keepdims=True)
        through_var = (dx_hat * self.x_hat).mean(axis=self.axes, keepdims=True)
        dx = (dx_hat - through_mean - self.x_hat * through_var) / self.std
        return dx
