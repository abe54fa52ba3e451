"""Layer normalization, fast."""

from __future__ import annotations

import math

import numpy as np

from numpy_impl.layers.layer_norm import LayerNorm
from numpy_impl.validation import as_float, require_shape


class FastLayerNorm(LayerNorm):
    """The layer of :class:`numpy_impl.layers.layer_norm.LayerNorm`, with few passes over x.

    Examples are rows (n, D). Every mean is a product of matrix and vector, and what has the size
    of x is computed in place.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        n_axes = len(self.normalized_shape)
        require_shape("x", x, (*[None] * (x.ndim - n_axes), *self.normalized_shape))
        D, dtype = math.prod(self.normalized_shape), x.dtype
        rows = x.reshape(-1, D)
        x_hat = rows - (rows @ np.full(D, 1 / D, dtype))[:, None]
        var = np.einsum("nd,nd->n", x_hat, x_hat) / dtype.type(D)
        var += dtype.type(self.epsilon)
        self.over_std = (1 / np.sqrt(var))[:, None]
        x_hat *= self.over_std
        self.x_hat = x_hat.reshape(x.shape)
        if "gamma" not in self.params:
            return self.x_hat.copy()
        y = x_hat * self.params["gamma"].reshape(D)
        y += self.params["beta"].reshape(D)
        return y.reshape(x.shape)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx; fill the gradients of gamma and beta."""
        require_shape("dy", dy, self.x_hat.shape)
        D, dtype = math.prod(self.normalized_shape), self.x_hat.dtype
        rows, x_hat = dy.reshape(-1, D), self.x_hat.reshape(-1, D)
        along = rows * x_hat
        gamma = self.params.get("gamma")
        if gamma is not None:
            all_rows = np.ones(len(rows), rows.dtype)
            self.grads["gamma"] = (all_rows @ along).reshape(gamma.shape)
            self.grads["beta"] = (all_rows @ rows).reshape(gamma.shape)
        share = (np.ones(D, dtype) if gamma is None else gamma.reshape(D)) / dtype.type(D)
        through_mean, through_var = (rows @ share)[:, None], (along @ share)[:, None]
        dx = np.multiply(x_hat, through_var, out=along)
        dx += through_mean
        dx_hat = rows if gamma is None else rows * gamma.reshape(D)
        np.subtract(dx_hat, dx, out=dx)
        dx *= self.over_std
        return dx.reshape(dy.shape)
