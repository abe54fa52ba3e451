"""The optimizer protocol: parameters and gradients by name, state kept between the steps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from numpy_impl.validation import require_shape


class Optimizer:
    """Updates parameters in place, one rule for each array.

    Args:
        lr: the learning rate; it may be changed between two steps.

    Attributes:
        t: how many steps were taken.
        state: what is remembered, by symbol and parameter: ``state["v"]["W"]``.
    """

    def __init__(self, lr: float) -> None:
        if lr < 0:
            raise ValueError(f"lr is {lr}, but a learning rate must not be negative.")
        self.lr = lr
        self.t = 0
        self.state: dict[str, dict[str, np.ndarray]] = {}

    def update(self, params: Mapping[str, np.ndarray], grads: Mapping[str, np.ndarray]) -> None:
        """Take one step: change every array of ``params`` in place, using ``grads``.

        Raises:
            ValueError: if a parameter has no gradient, or one of another shape.
        """
        for name, w in params.items():
            if name not in grads:
                raise ValueError(f"There is no gradient for {name!r}; there are {list(grads)}.")
            if grads[name].shape != w.shape:
                require_shape(f"the gradient of {name!r}", grads[name], w.shape)
        self.t += 1
        for name, w in params.items():
            self.update_one(name, w, grads[name])

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change the parameter ``w`` in place, given its gradient ``g``."""
        raise NotImplementedError(f"{type(self).__name__} has no rule.")

    def remembered(self, symbol: str, name: str, w: np.ndarray, start: float = 0.0) -> np.ndarray:
        """Return the state ``symbol`` of parameter ``name``; filled with ``start`` at first."""
        arrays = self.state.setdefault(symbol, {})
        if name not in arrays:
            arrays[name] = np.full_like(w, start)
        return arrays[name]
