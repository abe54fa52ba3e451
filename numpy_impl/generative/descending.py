"""One step down a gradient, for networks that train themselves."""

from __future__ import annotations

from numpy_impl.layer import Layer


def descend(network: Layer, lr: float) -> None:
    """Move every parameter of a network against its gradient, in place: w <- w - lr dw."""
    for name, w in network.params.items():
        w -= lr * network.grads[name]


def require_rate(lr: float) -> float:
    """Return a learning rate as a number of Python's, which leaves float32 as it is.

    Raises:
        ValueError: if it is not greater than 0.
    """
    if not lr > 0:
        raise ValueError(f"lr is {lr}, but must be greater than 0.")
    return float(lr)
