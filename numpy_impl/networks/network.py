"""What networks share: layers by name, and the parameters of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.dropout import Dropout
from numpy_impl.seeds import next_of
from numpy_impl.validation import as_float, require_shape


class Network(Layer):
    """A layer that is made of layers.

    Attributes:
        layers: the parts by name, in the order of the computation.
        shapes: what each part gave when it last ran, without the batch: (C, H, W) or (n,).

    The arrays in ``params``, ``grads`` and ``buffers`` are the parts' own, under names such as
    ``"dense1.W"``; an optimizer that updates them in place updates the network.
    """

    def __init__(self, layers: dict[str, Layer] | None = None, seed: int | None = None) -> None:
        self.layers = {} if layers is None else layers
        self.shapes: dict[str, tuple[int, ...]] = {}
        self.seeds = None if seed is None else np.random.SeedSequence(seed)

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

    def add(self, name: str, layer: Layer) -> None:
        """Keep ``layer`` under ``name``, behind the others."""
        self.layers[name] = layer

    def next_seed(self) -> int | None:
        """Return a seed for one part, which no other part and no network of another seed has.

        ``None`` if the network has no seed.
        """
        return None if self.seeds is None else next_of(self.seeds)

    def fill_gradients(self, dy: np.ndarray) -> None:
        """Fill every gradient; training needs no dx, so a network may leave it out."""
        self.backward(dy)

    def run(
        self,
        names: Iterable[str],
        x: np.ndarray,
        training: bool = True,
        masks: Mapping[str, np.ndarray] | None = None,
    ) -> np.ndarray:
        """Run the named parts on x, one after another.

        Args:
            names: the parts, in the order of the computation.
            x: (N, ...).
            training: whether normalization and dropout are in training.
            masks: masks to replay, by the name of the dropout layer; drawn where none is given.
        """
        for name in names:
            layer = self.layers[name]
            if isinstance(layer, Dropout):
                x = layer.forward(x, training, (masks or {}).get(name))
            elif isinstance(layer, BatchNorm | Network):
                x = layer.forward(x, training)
            else:
                x = layer.forward(x)
            self.shapes[name] = x.shape[1:]
        return x

    def run_back(self, names: Iterable[str], dy: np.ndarray) -> np.ndarray:
        """Take dy back through the named parts, the last one first; return dx."""
        for name in reversed(list(names)):
            dy = self.layers[name].backward(dy)
        return dy


class Sequential(Network):
    """Layers that run one after another, added one by one.

    Args:
        input_shape: what one example looks like, such as (C, H, W); any, if ``None``.
        seed: what :meth:`Network.next_seed` makes the parts' seeds from.

    Attributes:
        size: the shape of one example behind the layers added so far, found by running a batch of
            none, for which there is nothing to compute.
    """

    def __init__(self, input_shape: Sequence[int] | None = None, seed: int | None = None) -> None:
        super().__init__(seed=seed)
        self.input_shape = None if input_shape is None else tuple(input_shape)
        self.size = self.input_shape or ()

    def add(self, name: str, layer: Layer) -> None:
        """Put ``layer`` behind the others.

        Raises:
            ValueError: if it cannot take what they give.
        """
        super().add(name, layer)
        if self.input_shape is not None:
            self.size = self.run([name], np.zeros((0, *self.size)), training=False).shape[1:]

    def forward(
        self,
        x: np.ndarray,
        training: bool = True,
        masks: Mapping[str, np.ndarray] | None = None,
    ) -> np.ndarray:
        """Return what the last layer makes of x (N, *input_shape); see :meth:`Network.run`."""
        x = as_float("x", x)
        if self.input_shape is not None:
            require_shape("x", x, (None, *self.input_shape))
        return self.run(self.layers, x, training, masks)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx, of the shape of x; fill every gradient."""
        return self.run_back(self.layers, dy)

    def fill_gradients(self, dy: np.ndarray) -> None:
        """Fill every gradient, without the first convolution's dx, which is much work."""
        first, *others = self.layers
        dy = self.run_back(others, dy)
        layer = self.layers[first]
        if isinstance(layer, Conv2d):
            layer.backward(dy, need_dx=False)
        else:
            layer.backward(dy)
