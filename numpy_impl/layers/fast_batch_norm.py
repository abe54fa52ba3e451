"""Batch normalization, fast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.threads import in_threads
from numpy_impl.validation import as_float, require_shape

BLOCK_BYTES = 2**22
"""How much of x is worked on at a time. Smaller blocks would stay in a faster cache, but make more
calls of NumPy, and two threads wait for each other at each."""


class FastBatchNorm(BatchNorm):
    """The layer of :class:`numpy_impl.layers.batch_norm.BatchNorm`, with few passes over memory.

    x - mu is kept and not divided by std, for its factor is one number a channel:

        y = A (x - mu) + beta, with A = gamma / std
        dx = A (dy - mean(dy) - (x - mu) mean(dy (x - mu)) / std^2)

    What a channel sums is a product of vectors. A block of the batch at a time, so that what one
    operation leaves is in the cache for the next, and half of the batch in each of two threads.
    Without axes of space there is nothing to gain, and the plain form computes.

    Shapes:
        as in BatchNorm; inside (N, C, P), with P the pixels of a channel.
    """

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:
        """Return y, of the shape of x; in training, move the running statistics."""
        x = as_float("x", x)
        self.is_plain = x.ndim < 3 or x.size == 0
        if self.is_plain:
            return super().forward(x, training)
        require_shape("x", x, (None, self.n_channels, *[None] * (x.ndim - 2)))
        self.from_batch, self.shape = training or not self.buffers, x.shape
        x = np.ascontiguousarray(x).reshape(len(x), self.n_channels, -1)
        n = x.size // self.n_channels
        if self.from_batch:
            mu = _blockwise(lambda here: _sums(x[here]), x) / n
        else:
            mu = self.buffers["running_mean"]
        self.x_c = np.empty(x.shape, np.result_type(x, mu))

        def centre(here: slice) -> Any:
            x_c = np.subtract(x[here], mu[:, None], out=self.x_c[here])
            return np.vecdot(x_c, x_c).sum(axis=0) if self.from_batch else 0

        squares = _blockwise(centre, x)
        if self.from_batch:
            var = squares / n
            self.collect(mu, var, n)
        else:
            var = self.buffers["running_var"]
        self.std = np.sqrt(var + self.epsilon)
        gamma, beta = self.scale_and_shift()
        A = gamma / self.std
        y = np.empty(x.shape, np.result_type(self.x_c, A, beta))

        def fill(here: slice) -> None:
            np.multiply(self.x_c[here], A[:, None], out=y[here])
            y[here] += beta[:, None]

        _blockwise(fill, x)
        return y.reshape(self.shape)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx; fill the gradients of gamma and beta."""
        if self.is_plain:
            return super().backward(dy)
        require_shape("dy", dy, self.shape)
        dy = np.ascontiguousarray(dy).reshape(self.x_c.shape)
        n = dy.size // dy.shape[1]

        def sums(here: slice) -> np.ndarray:
            return np.array([_sums(dy[here]), np.vecdot(dy[here], self.x_c[here]).sum(axis=0)])

        dbeta, along = _blockwise(sums, dy)
        for name, gradient in (("gamma", along / self.std), ("beta", dbeta)):
            if name in self.params:
                self.grads[name] = gradient
        gamma, _ = self.scale_and_shift()
        A = gamma / self.std
        through_mean, through_var = A * dbeta / n, A * along / (n * self.std**2)
        dx = np.empty(dy.shape, np.result_type(dy, A))

        def fill(here: slice) -> None:
            d = np.multiply(dy[here], A[:, None], out=dx[here])
            if self.from_batch:
                d -= through_mean[:, None]
                d -= self.x_c[here] * through_var[:, None]

        _blockwise(fill, dy)
        return dx.reshape(self.shape)


def _sums(x: np.ndarray) -> np.ndarray:
    """Return the sum over images and pixels (C,) of x (n, C, P)."""
    n, C, P = x.shape
    return (x.reshape(n * C, P) @ np.ones(P, x.dtype)).reshape(n, C).sum(axis=0)


def _blockwise(work: Callable[[slice], Any], x: np.ndarray) -> Any:
    """Return the sum of what ``work`` gives for each block of a batch x."""
    step = max(BLOCK_BYTES * len(x) // x.nbytes, 1)

    def one_part(part: slice) -> list[Any]:
        starts = range(part.start, part.stop, step)
        return [work(slice(start, min(start + step, part.stop))) for start in starts]

    first, *others = [own for part in in_threads(one_part, len(x), x.size) for own in part]
    return sum(others, start=first) if others and first is not None else first
