"""What networks share: layers by name, and the parameters of all of them."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from numpy_impl.layer import Layer


class Network(Layer):
    """A layer that is made of layers.

    Attributes:
        layers: the parts by name, in the order of the computation.

    The arrays in ``params``, ``grads`` and ``buffers`` are the parts' own, under names such as
    ``"dense1.W"``; an optimizer that updates them in place updates the network.
    """

    def __init__(self, layers: dict[str, Layer]) -> None:
        self.layers = layers

    def _collect(self, attribute: str) -> dict[str, np.ndarray]:
        return {
            f"{name}.{key}": array
            for name, layer in self.layers.items()
            for key, array in getattr(layer, attribute).items()
        }

    @property
    def params(self) -> dict[str, np.ndarray]:  # type: ignore[override]
        """The parameters of every part."""
        return self._collect("params")

    @property
    def grads(self) -> dict[str, np.ndarray]:  # type: ignore[override]
        """The gradients of every part, after ``backward``."""
        return self._collect("grads")

    @property
    def buffers(self) -> dict[str, np.ndarray]:  # type: ignore[override]
        """The buffers of every part."""
        return self._collect("buffers")

    def astype(self, dtype: Any) -> Self:
        """Convert every part to ``dtype``; return the network."""
        for layer in self.layers.values():
            layer.astype(dtype)
        return self

    def penalty(self) -> float:
        """Return what regularization adds to the loss; 0 unless a network says otherwise."""
        return 0.0
