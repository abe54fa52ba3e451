"""Layer normalization, fast."""

from __future__ import annotations

import math

import numpy as np

from numpy_impl.layers.layer_norm import LayerNorm
from numpy_impl.validation import as_float, require_shape


class FastLayerNorm(LayerNorm):
    """The layer of :class:`numpy_impl.layers.layer_norm.LayerNorm`, with few passes over x.

    Examples are rows (n, D). Every mean is a product of matrix and vector, and what has the size
    of x is computed in place. A row's numbers are not divided by std first and multiplied by gamma
    then, but multiplied once, by A = gamma / std, which both ways share:

        y = x_c A + beta, with x_c = x - mu
        dx = dy A - mean(dy A) - x_c mean(dy A x_c) / var, means over a row, epsilon within var
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        n_axes = len(self.normalized_shape)
        require_shape("x", x, (*[None] * (x.ndim - n_axes), *self.normalized_shape))
        D, dtype = math.prod(self.normalized_shape), x.dtype
        rows = x.reshape(-1, D)
        self.x_c = rows - (rows @ np.full(D, 1 / D, dtype))[:, None]
        var = np.vecdot(self.x_c, self.x_c) / dtype.type(D) + dtype.type(self.epsilon)
        self.over_std, self.shape = 1 / np.sqrt(var), x.shape
        if "gamma" not in self.params:
            self.A = self.over_std[:, None]
            return (self.x_c * self.A).reshape(x.shape)
        self.A = _outer(self.over_std, self.params["gamma"].reshape(D))
        y = self.x_c * self.A
        if "beta" in self.params:
            y += self.params["beta"].reshape(D)
        return y.reshape(x.shape)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx; fill the gradients of gamma and beta."""
        require_shape("dy", dy, self.shape)
        D, dtype = math.prod(self.normalized_shape), self.x_c.dtype
        rows = dy.reshape(-1, D)
        along = rows * self.x_c
        gamma = self.params.get("gamma")
        if gamma is not None:
            self.grads["gamma"] = (self.over_std @ along).reshape(gamma.shape)
        if "beta" in self.params:
            self.grads["beta"] = (np.ones(len(rows), rows.dtype) @ rows).reshape(
                self.normalized_shape
            )
        share = (np.ones(D, dtype) if gamma is None else gamma.reshape(D)) / dtype.type(D)
        over_std = self.over_std
        through_mean, through_var = over_std * (rows @ share), over_std * (along @ share)
        through_var *= over_std * over_std
        dx = np.multiply(self.x_c, through_var[:, None], out=along)
        dx += through_mean[:, None]
        np.subtract(rows * self.A, dx, out=dx)
        return dx.reshape(dy.shape)


def _outer(column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return column row^T (n, D), as a product of matrices (n, 2) and (2, D) with zeros.

    NumPy's loops over rows as short as an example's take longer than that.
    """
    columns, rows = (np.zeros((2, len(a)), a.dtype) for a in (column, row))
    columns[0], rows[0] = column, row
    return columns.T @ rows
