"""Layouts: how each framework orders the axes of the same array.

The canonical layout is the exam's: Dense weights (in, out), images NCHW, kernels OIHW. A layout
is a pair of functions, one into the framework's order and one back, and nowhere else is an axis
moved.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
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


def _take(axis: int, order: np.ndarray) -> Layout:
    back = np.argsort(order)
    return Layout(
        lambda a: np.take(a, order, axis),
        lambda a: np.take(a, back, axis),
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

FLATTENED = {"flatten_rows": 0, "flatten_columns": -1}
"""Layouts that need the shape of an image, and the axis that holds it flattened.

``flatten_columns:C,H,W`` is the last axis of what Flatten gives, ``flatten_rows:C,H,W`` the first
axis of the Dense weights that follow it: canonically in the order CHW, in Keras in the order HWC.
"""


@functools.cache
def layout(name: str) -> Layout:
    """Return the layout called ``name``; one of :data:`FLATTENED` as ``flatten_rows:3,4,5``.

    Raises:
        KeyError: if there is none.
    """
    kind, _, shape = name.partition(":")
    if kind not in FLATTENED:
        return LAYOUTS[name]
    channels, height, width = (int(n) for n in shape.split(","))
    chw = np.arange(channels * height * width).reshape(channels, height, width)
    return _take(FLATTENED[kind], np.moveaxis(chw, 0, -1).ravel())


def to_framework(name: str, array: np.ndarray) -> np.ndarray:
    """Return the canonical ``array`` in the layout called ``name``."""
    return layout(name).from_canonical(array)


def to_canonical(name: str, array: np.ndarray) -> np.ndarray:
    """Return ``array``, which is in the layout called ``name``, in the canonical one."""
    return layout(name).to_canonical(array)


def shape_in(name: str, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape that a canonical ``shape`` has in the layout called ``name``."""
    return to_framework(name, np.empty(shape, dtype=bool)).shape


def kernel_layout(framework: str, ndim: int) -> str:
    """Return the layout of a Dense weight (2 axes) or a kernel (4 axes) in ``framework``."""
    return {("torch", 2): "out_in", ("keras", 4): "hwio"}.get((framework, ndim), "canonical")


def axis_orders(array: np.ndarray) -> Iterator[np.ndarray]:
    """Yield ``array`` with its axes in every other order: what a wrong transpose may give."""
    for order in itertools.permutations(range(array.ndim)):
        if order != tuple(range(array.ndim)):
            yield np.transpose(array, order)
