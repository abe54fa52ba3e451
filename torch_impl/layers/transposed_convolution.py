"""What the transposed convolutions along one axis to three share in PyTorch."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.padding import Padding, each, from_the_last


class CutAfterwards:
    """A transposed convolution of PyTorch, whose output may be cut unevenly.

    PyTorch's own padding is the same at both ends, so another one is cut off the whole.
    """

    weight: torch.Tensor
    bias: torch.Tensor | None
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    output_padding: tuple[int, ...]
    groups: int

    def start(
        self, padding: Padding, more: Any, initializer: Initializer | None, seed: int | None
    ) -> None:
        """Keep what is cut off y, and draw the kernels."""
        self.cut: Any = padding
        self.more = each(more, len(self.kernel_size))
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw(self.weight.shape, seed))
        if self.bias is not None:
            nn.init.zeros_(self.bias)

    def painted(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, n_out, space)."""
        n_axes = len(self.kernel_size)
        convolve = getattr(F, f"conv_transpose{n_axes}d")
        cut = self.sides(x.shape[2:])
        if all(before == after >= 0 for before, after in cut):
            pads = tuple(before for before, _ in cut)
            return convolve(
                x, self.weight, self.bias, self.stride, pads, self.more, self.groups, self.dilation
            )
        whole = convolve(x, self.weight, None, self.stride, 0, 0, self.groups, self.dilation)
        ends = [
            (-before, more - after) for (before, after), more in zip(cut, self.more, strict=True)
        ]
        y = F.pad(whole, from_the_last(ends))
        return y if self.bias is None else y + self.bias.reshape(-1, *[1] * n_axes)

    def sides(self, size: torch.Size) -> list[tuple[int, int]]:
        """Return (before, after): what is cut off each axis."""
        found = []
        axes = zip(size, self.kernel_size, self.stride, self.dilation, self.more, strict=True)
        for axis, (n, k, s, d, more) in enumerate(axes):
            total = (n - 1) * s + (k - 1) * d + 1 + more - n * s
            if isinstance(self.cut, str):
                less = total // 2
                found.append(
                    {
                        "valid": (0, 0),
                        "same": (less, total - less),
                        "same_lower": (total - less, less),
                    }[self.cut]
                )
                continue
            one = len(size) == 1 and not isinstance(self.cut, int) and len(self.cut) == 2
            along = self.cut if isinstance(self.cut, int) or one else self.cut[axis]
            found.append((along, along) if isinstance(along, int) else tuple(along))
        return found
