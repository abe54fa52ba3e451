"""Layouts: how each framework orders the axes of the same array.

The canonical layout is the exam's: Dense weights (in, out), images NCHW, kernels OIHW. A layout
is a pair of functions, one into the framework's order and one back, and nowhere else is an axis
moved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Layout:
    """An invertible change of layout: ``from_canonical`` and ``to_canonical`` undo each other."""

    from_canonical: Callable[[np.ndarray], np.ndarray]
    to_canonical: Callable[[np.ndarray], np.ndarray]


def _axes(*order: int) -> Layout:
    back = tuple(int(i) for i in np.argsort(order))
    return Layout(
        lambda a: np.ascontiguousarray(np.transpose(a, order)),
        lambda a: np.ascontiguousarray(np.transpose(a, back)),
    )


LAYOUTS: dict[str, Layout] = {
    "canonical": Layout(lambda a: a, lambda a: a),
    # Dense weights: (in, out) to torch's (out, in).
    "out_in": _axes(1, 0),
    # Convolution kernels: OIHW to Keras' HWIO.
    "hwio": _axes(2, 3, 1, 0),
    # Images: NCHW to Keras' NHWC.
    "channels_last": _axes(0, 2, 3, 1),
}
"""The layouts by name."""


def to_framework(layout: str, array: np.ndarray) -> np.ndarray:
    """Return the canonical ``array`` in ``layout``."""
    return LAYOUTS[layout].from_canonical(array)


def to_canonical(layout: str, array: np.ndarray) -> np.ndarray:
    """Return ``array``, which is in ``layout``, in the canonical one."""
    return LAYOUTS[layout].to_canonical(array)


def shape_in(layout: str, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape that a canonical ``shape`` has in ``layout``."""
    return to_framework(layout, np.empty(shape, dtype=bool)).shape


def kernel_layout(framework: str, ndim: int) -> str:
    """Return the layout of a Dense weight (2 axes) or a kernel (4 axes) in ``framework``."""
    return {("torch", 2): "out_in", ("keras", 4): "hwio"}.get((framework, ndim), "canonical")
