"""Padding that PyTorch's layers do not know: uneven, or TensorFlow's "same" with a stride."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F

Padding = int | str | Sequence[int | Sequence[int]]
MODES = {"zeros": "constant", "edge": "replicate", "reflect": "reflect", "circular": "circular"}


def each(value: Any, n_axes: int) -> tuple[int, ...]:
    """Return one number for each axis of space."""
    return (value,) * n_axes if isinstance(value, int) else tuple(value)


def sides(
    padding: Padding,
    size: Sequence[int],
    kernel: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int],
) -> list[tuple[int, int]]:
    """Return (before, after) for each axis of space.

    Args:
        padding: n, a number or a pair for each axis, ``"valid"``, ``"same"`` as TensorFlow has
            it, ``"same_lower"`` with an odd element before, or ``"causal"``.
        size: of the axes.
        kernel: the windows' sizes, and their stride and dilation.
        stride: likewise.
        dilation: likewise.
    """
    if not isinstance(padding, str):
        numbers = [padding] * len(size) if isinstance(padding, int) else list(padding)
        if len(size) == 1 and len(numbers) == 2:
            return [(numbers[0], numbers[1])]  # type: ignore[list-item]
        return [(p, p) if isinstance(p, int) else (p[0], p[1]) for p in numbers]
    found = []
    for n, k, s, d in zip(size, kernel, stride, dilation, strict=True):
        total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
        less = total // 2
        found.append(
            {
                "valid": (0, 0),
                "same": (less, total - less),
                "same_lower": (total - less, less),
                "causal": ((k - 1) * d, 0),
            }[padding]
        )
    return found


def from_the_last(pads: Sequence[tuple[int, int]]) -> list[int]:
    """Return the numbers as :func:`torch.nn.functional.pad` takes them, the last axis first."""
    return [n for before_after in reversed(pads) for n in before_after]


def reach(
    pads: Sequence[tuple[int, int]],
    size: Sequence[int],
    kernel: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int],
    ceil_mode: bool,
) -> list[tuple[int, int]]:
    """Return (before, after) with which the last window of each axis ends at its end.

    With ``ceil_mode`` a window counts that the end cuts off, if it begins before it. What no
    window reaches is cut off: its number is negative.
    """
    found = []
    for (before, after), n, k, s, d in zip(pads, size, kernel, stride, dilation, strict=True):
        covered = d * (k - 1) + 1
        steps = (before + n + after - covered) // s
        more = (before + n + after - covered) % s > 0 and (steps + 1) * s < before + n
        last = steps + (1 if ceil_mode and more else 0)
        found.append((before, last * s + covered - before - n))
    return found


def to_the_last_window(x: torch.Tensor, kernel: Any, stride: Any) -> torch.Tensor:
    """Return x (N, C, space) with zeros as far as the windows reach that begin in it."""
    n_axes = x.dim() - 2
    kernel = each(kernel, n_axes)
    steps = kernel if stride is None else each(stride, n_axes)
    ends = reach([(0, 0)] * n_axes, x.shape[2:], kernel, steps, (1,) * n_axes, ceil_mode=True)
    return F.pad(x, from_the_last(ends))
