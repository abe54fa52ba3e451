"""Layouts: how each framework orders the axes of the same array.

The canonical layout is the exam's: Dense weights (in, out), images NCHW, kernels OIHW. A layout
is a pair of functions, one into the framework's order and one back, and nowhere else is an axis
moved.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
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


def _channels_last() -> Layout:
    """Return the layout that moves axis 1 behind all others, however many axes there are."""
    return Layout(
        lambda a: np.ascontiguousarray(np.moveaxis(a, 1, -1)),
        lambda a: np.ascontiguousarray(np.moveaxis(a, -1, 1)),
    )


def _kernel_first() -> Layout:
    """Return the layout that moves the first two axes, exchanged, behind the kernel's own."""

    def last(a: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(np.moveaxis(a, (1, 0), (-2, -1)))

    def first(a: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(np.moveaxis(a, (-2, -1), (1, 0)))

    return Layout(last, first)


def ordered(order: Sequence[int]) -> Layout:
    """Return the layout whose axes are those of the canonical one in another order."""
    return _axes(*order)


def _shaped(*shape: int) -> Layout:
    return Layout(lambda a: a.reshape(shape), lambda a: a.reshape(-1))


def _blocks(order: Sequence[int], transposed: bool = False) -> Layout:
    """Return the layout whose last axis has its equal parts in another order."""
    back = [int(i) for i in np.argsort(order)]

    def taken(a: np.ndarray, places: Sequence[int]) -> np.ndarray:
        parts = np.split(a, len(places), axis=-1)
        return np.concatenate([parts[i] for i in places], axis=-1)

    if transposed:
        return Layout(lambda a: taken(a, order).T, lambda a: taken(a.T, back))
    return Layout(lambda a: taken(a, order), lambda a: taken(a, back))


def _heads(count: int, axis: int) -> Layout:
    """Return the layout in which the first or the last axis is two: the heads, and one of them."""

    def split(a: np.ndarray) -> np.ndarray:
        before, after = ((), a.shape[1:]) if axis == 0 else (a.shape[:-1], ())
        return a.reshape(*before, count, a.shape[axis] // count, *after)

    def joined(a: np.ndarray) -> np.ndarray:
        return a.reshape(-1, *a.shape[2:]) if axis == 0 else a.reshape(*a.shape[:-2], -1)

    return Layout(split, joined)


def _kernels_of_channels(count: int) -> Layout:
    """Return the layout (kh, kw, C, m) of kernels that are canonically (C m, 1, kh, kw)."""

    def last(a: np.ndarray) -> np.ndarray:
        parted = a.reshape(count, a.shape[0] // count, *a.shape[2:])
        return np.ascontiguousarray(parted.transpose(2, 3, 0, 1))

    def first(a: np.ndarray) -> np.ndarray:
        parted = a.transpose(2, 3, 0, 1)
        return np.ascontiguousarray(parted.reshape(-1, 1, *parted.shape[2:]))

    return Layout(last, first)


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
    # Convolution kernels: OIHW to Keras' HWIO; likewise in one dimension and in three.
    "hwio": _kernel_first(),
    # Kernels: OIHW to IOHW.
    "iohw": _axes(1, 0, 2, 3),
    # Kernels whose windows are read backwards.
    "turned": Layout(lambda a: a[..., ::-1, ::-1].copy(), lambda a: a[..., ::-1, ::-1].copy()),
    # Images: NCHW to Keras' NHWC; of kernels OIHW, OHWI. Sequences and volumes likewise.
    "channels_last": _channels_last(),
    # A channel's only kernel: (C, 1, kh, kw) to (C, kh, kw), and to Keras' (kh, kw, C, 1).
    "kernel_alone": Layout(lambda a: a[:, 0], lambda a: a[:, None]),
    "kernel_of_a_channel": _axes(2, 3, 0, 1),
    # A kernel of 1x1 as a matrix: (out, in, 1, 1) to (out, in), and to (in, out).
    "matrix": Layout(lambda a: a[:, :, 0, 0], lambda a: a[:, :, None, None]),
    "matrix_in_out": Layout(lambda a: a[:, :, 0, 0].T, lambda a: a.T[:, :, None, None]),
    # Sequences: (N, T, D) to (T, N, D).
    "time_first": _axes(1, 0, 2),
    # Examples in columns: (N, D) to (D, N).
    "columns": _axes(1, 0),
    # An LSTM's gates: i, f, o, g, as they are taught, to i, f, g, o; torch has them in rows.
    "i_f_g_o": _blocks((0, 1, 3, 2)),
    "i_f_g_o_rows": _blocks((0, 1, 3, 2), transposed=True),
    # One number for each feature or channel, with axes to broadcast over.
    "row": _shaped(1, -1),
    # A column (n, 1) as a vector.
    "flat": Layout(lambda a: a[:, 0], lambda a: a[:, None]),
    "column": _shaped(-1, 1),
    "channel_of_images": _shaped(1, -1, 1, 1),
    "last_of_four": _shaped(1, 1, 1, -1),
    "last_of_three": _shaped(1, 1, -1),
    # The only example of a batch by itself; of images, with the channels last too.
    "one_example": Layout(lambda a: a[0], lambda a: a[None]),
    "one_image_last": Layout(
        lambda a: np.ascontiguousarray(np.moveaxis(a[0], 0, -1)),
        lambda a: np.ascontiguousarray(np.moveaxis(a, -1, 0)[None]),
    ),
    # Features as images of one pixel: (N, D) to (N, D, 1, 1).
    "one_pixel": Layout(lambda a: a[:, :, None, None], lambda a: a.reshape(a.shape[:2])),
}
"""The layouts by name."""

HEADS = {"heads_last": -1, "heads_first": 0, "heads_apart": -1}
"""Layouts that split an axis into heads, and that axis.

``heads_apart:H`` is (n, H d) as (H, n, d): a matrix for each head.
``heads_last:H`` is (..., H d) as (..., H, d), as Keras keeps what leads into the heads of an
attention, ``heads_first:H`` (H d, ...) as (H, d, ...), what leads out of them.
"""

FLATTENED = {"flatten_rows": 0, "flatten_columns": -1}
"""Layouts that need the shape of an image, and the axis that holds it flattened.

``flatten_columns:C,H,W`` is the last axis of what Flatten gives, ``flatten_rows:C,H,W`` the first
axis of the Dense weights that follow it: canonically in the order CHW, in Keras in the order HWC.
"""


@functools.cache
def layout(name: str) -> Layout:
    """Return the layout called ``name``; one of :data:`FLATTENED` as ``flatten_rows:3,4,5``.

    One of :data:`HEADS` has the number of heads behind its name, as ``heads_last:2``;
    ``depthwise:3``, Keras' layout of depthwise kernels, that of the channels.

    Raises:
        KeyError: if there is none.
    """
    kind, _, shape = name.partition(":")
    if kind == "depthwise":
        return _kernels_of_channels(int(shape))
    if kind in HEADS:
        split = _heads(int(shape), HEADS[kind])
        if kind != "heads_apart":
            return split
        return Layout(
            lambda a: np.ascontiguousarray(np.moveaxis(split.from_canonical(a), -2, 0)),
            lambda a: split.to_canonical(np.moveaxis(a, 0, -2)),
        )
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
