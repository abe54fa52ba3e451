"""The layer protocol: what ``nn.Module`` is to PyTorch, without the automatic gradients."""

from __future__ import annotations

from typing import Any, Self

import numpy as np


class Layer:
    """A differentiable map with named arrays.

    Attributes:
        params: learned arrays by name, such as ``{"W": (n_in, n_out), "b": (n_out,)}``.
        grads: the gradient of each parameter, filled by ``backward``: ``grads["W"]`` is dL/dW.
        buffers: arrays that are kept but not learned, such as running statistics.

    ``forward`` keeps what ``backward`` needs, so calls come in pairs. Neither changes the arrays
    that it is given.
    """

    def __init__(self) -> None:
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.buffers: dict[str, np.ndarray] = {}

    def forward(self, *inputs: Any, **options: Any) -> Any:
        """Compute the output of the layer, or its outputs."""
        raise NotImplementedError(f"{type(self).__name__} has no forward pass.")

    def backward(self, *dy: Any) -> Any:
        """Turn dL/dy into dL/dx, and fill ``grads``."""
        raise NotImplementedError(f"{type(self).__name__} has no backward pass.")

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """Return ``forward``'s output."""
        return self.forward(*inputs, **options)

    def astype(self, dtype: Any) -> Self:
        """Convert every parameter and buffer to ``dtype``, in this layer; return the layer."""
        for arrays in (self.params, self.buffers):
            for name, array in arrays.items():
                arrays[name] = array.astype(dtype)
        return self
