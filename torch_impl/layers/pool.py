"""What the pooling layers share in PyTorch."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from torch_impl.layers.padding import Padding, each, from_the_last, reach, sides


class Pool(nn.Module):
    """Pooling by PyTorch's functions, along ``n_axes`` axes of space.

    They pad both sides alike, by half of the window at most, and know no dilation in an average;
    what is beyond that, :func:`torch.nn.functional.pad` adds first.
    """

    n_axes = 2

    def __init__(
        self, kernel_size: Any, stride: Any, padding: Padding, dilation: Any, ceil_mode: bool
    ) -> None:
        super().__init__()
        self.kernel = each(kernel_size, self.n_axes)
        self.stride = self.kernel if stride is None else each(stride, self.n_axes)
        self.padding, self.dilation = padding, each(dilation, self.n_axes)
        self.ceil_mode = ceil_mode

    def pads(self, x: torch.Tensor) -> list[tuple[int, int]]:
        """Return (before, after) for each axis of space."""
        return sides(self.padding, x.shape[2:], self.kernel, self.stride, self.dilation)

    def alike(self, pads: list[tuple[int, int]]) -> tuple[int, ...] | None:
        """Return the padding as PyTorch's functions take it, if they do."""
        takes = all(b == a and 2 * b <= k for (b, a), k in zip(pads, self.kernel, strict=True))
        return tuple(before for before, _ in pads) if takes else None

    def fitted(self, x: torch.Tensor, pads: list[tuple[int, int]], value: float) -> torch.Tensor:
        """Return x with ``value`` around it, as far as the last windows reach."""
        ends = reach(pads, x.shape[2:], self.kernel, self.stride, self.dilation, self.ceil_mode)
        return F.pad(x, from_the_last(ends), value=value)


class MaxPool(Pool):
    """The maximum of each window, and where it was."""

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Padding = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
        storage_order: int = 0,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode)
        self.return_indices, self.storage_order = return_indices, storage_order
        self.function = getattr(F, f"max_pool{self.n_axes}d_with_indices")

    def forward(self, x: torch.Tensor) -> Any:
        """Return y (N, C, windows), or (y, indices)."""
        pads = self.pads(x)
        alike = self.alike(pads)
        if alike is not None:
            y, at = self.function(x, self.kernel, self.stride, alike, self.dilation, self.ceil_mode)
            places = torch.unravel_index(at, x.shape[2:])
        else:
            wide = self.fitted(x, pads, -torch.inf)
            y, at = self.function(wide, self.kernel, self.stride, 0, self.dilation)
            begins = [before for before, _ in pads]
            found = torch.unravel_index(at, wide.shape[2:])
            places = tuple(place - b for place, b in zip(found, begins, strict=True))
        if not self.return_indices:
            return y
        along = list(zip(places, x.shape[2:], strict=True))
        indices = torch.zeros_like(places[0])
        for place, n in reversed(along) if self.storage_order else along:
            indices = indices * n + place
        return y, indices


class AvgPool(Pool):
    """The mean of each window."""

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Padding = 0,
        count_include_pad: bool = True,
        dilation: Any = 1,
        ceil_mode: bool = False,
        divisor_override: int | None = None,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode)
        self.count_include_pad, self.divisor_override = count_include_pad, divisor_override
        self.function = getattr(F, f"avg_pool{self.n_axes}d")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, C, windows)."""
        pads = self.pads(x)
        alike = self.alike(pads)
        if alike is not None and set(self.dilation) == {1}:
            given = () if self.n_axes == 1 else (self.divisor_override,)
            return self.function(
                x, self.kernel, self.stride, alike, self.ceil_mode, self.count_include_pad, *given
            )
        total = self.sums(self.fitted(x, pads, 0.0))
        if self.divisor_override is not None:
            return total / self.divisor_override
        ones = torch.ones_like(x[:1, :1])
        if self.count_include_pad:
            ones = F.pad(ones, from_the_last(pads), value=1.0)
            pads = [(0, 0)] * self.n_axes
        ends = [total.shape[2 + axis] for axis in range(self.n_axes)]
        last = [
            (end - 1) * s + (k - 1) * d + 1
            for end, s, k, d in zip(ends, self.stride, self.kernel, self.dilation, strict=True)
        ]
        sizes = zip(pads, ones.shape[2:], last, strict=True)
        around = [(before, length - before - n) for (before, _), n, length in sizes]
        return total / self.sums(F.pad(ones, from_the_last(around)))

    def sums(self, x: torch.Tensor) -> torch.Tensor:
        """Return the sum of each window, as a convolution of every channel with ones."""
        channels = x.shape[1]
        ones = torch.ones((channels, 1, *self.kernel), dtype=x.dtype)
        convolve = getattr(F, f"conv{self.n_axes}d")
        return convolve(x, ones, None, self.stride, 0, self.dilation, channels)
