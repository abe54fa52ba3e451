"""Zeros around images whose channels are last, as many on each side as one likes."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

Padding = int | str | Sequence[int | Sequence[int]]
"""n, (height, width), ((top, bottom), (left, right)), ``"valid"`` or ``"same"``."""


def pads_along(
    padding: Padding, axis: int, n: int | None, k: int, s: int, d: int
) -> tuple[int, int]:
    """Return (before, after) for n pixels along the height (axis 0) or the width.

    Args:
        padding: as a layer is told it; ``"same"`` is TensorFlow's.
        axis: 0 or 1.
        n: pixels along it; None, of an image whose size is not known yet, gets none.
        k: elements of the kernel along it.
        s: the stride.
        d: the dilation.
    """
    if n is None:
        return 0, 0
    if padding == "same":
        total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
        return total // 2, total - total // 2
    pads = 0 if isinstance(padding, str) else padding
    along = pads if isinstance(pads, int) else pads[axis]
    before, after = (along, along) if isinstance(along, int) else along
    return before, after


def zeros_around(x: tf.Tensor, pads: Sequence[tuple[int, int]]) -> tf.Tensor:
    """Return x (N, H, W, C) with zeros: ((top, bottom), (left, right))."""
    return tf.pad(x, ((0, 0), *pads, (0, 0)))


def sides(
    padding: Padding,
    size: Sequence[int | None],
    kernel: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int],
) -> list[tuple[int, int]]:
    """Return (before, after) for each axis of space; an axis of unknown length gets none.

    Besides what :func:`pads_along` takes there are ``"same_lower"``, with an odd element before,
    ``"causal"``, and of a single axis (before, after).
    """
    found = []
    for axis, (n, k, s, d) in enumerate(zip(size, kernel, stride, dilation, strict=True)):
        if padding == "causal":
            found.append(((k - 1) * d, 0))
        elif padding == "same_lower":
            found.append(pads_along("same", axis, n, k, s, d)[::-1])
        elif not isinstance(padding, int | str) and len(size) == 1 and len(padding) == 2:
            found.append(tuple(padding))
        else:
            found.append(pads_along(padding, axis, n, k, s, d))
    return found


def repeated(x: tf.Tensor, pads: Sequence[tuple[int, int]], mode: str) -> tf.Tensor:
    """Return x (N, space, C) with zeros around it, or with what its edges repeat.

    :func:`tensorflow.pad` knows ``"reflect"``, but neither ``"edge"`` nor ``"circular"``.
    """
    if mode in ("zeros", "reflect"):
        named = {"zeros": "CONSTANT", "reflect": "REFLECT"}[mode]
        return tf.pad(x, ((0, 0), *pads, (0, 0)), mode=named)
    for axis, (before, after) in enumerate(pads, 1):
        n = x.shape[axis]
        at = tf.range(-before, n + after)
        at = tf.clip_by_value(at, 0, n - 1) if mode == "edge" else at % n
        x = tf.gather(x, at, axis=axis)
    return x


def reach(
    pads: Sequence[tuple[int, int]],
    size: Sequence[int | None],
    kernel: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int],
    ceil_mode: bool,
) -> list[tuple[int, int]]:
    """Return (before, after) with which the last window of each axis ends at its end.

    With ``ceil_mode`` a window counts that the end cuts off, if it begins before it. What no
    window reaches is cut off: its number is negative. An axis of unknown length gets its padding.
    """
    found = []
    for (before, after), n, k, s, d in zip(pads, size, kernel, stride, dilation, strict=True):
        if n is None:
            found.append((before, after))
            continue
        covered = d * (k - 1) + 1
        steps, rest = divmod(before + n + after - covered, s)
        more = ceil_mode and rest > 0 and (steps + 1) * s < before + n
        found.append((before, (steps + more) * s + covered - before - n))
    return found
