"""Where the windows of a kernel lie, along any number of axes of space."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from numpy_impl.layers.output_size import output_size
from numpy_impl.layers.padding import MODES, Padding, each, share_of_same, sides_of, surrounded
from numpy_impl.validation import require_choice

NAMES = ("valid", "same", "same_lower", "causal")


class Windows:
    """The windows of a kernel: along each axis the window o meets o s + k d with its element k.

    The axes of space are the last ones of every array, whatever stands before them.

    Args:
        n_axes: how many axes of space there are: 1 of a sequence, 2 of an image, 3 of a volume.
        kernel_size: of the kernel, one number or one for each axis; so are stride and dilation.
        stride: from one window to the next.
        padding: n, one number for each axis, (before, after) for each axis; ``"valid"`` for
            none; ``"same"`` for ceil(n / stride) windows, the odd element behind,
            ``"same_lower"`` with the odd one before; ``"causal"`` for as many with all of it
            before.
        dilation: from one element of the kernel to the next.
        ceil_mode: whether a window that the end cuts off counts too, if it begins in x or in the
            padding before it.
        mode: what the added elements hold: ``"zeros"``, ``"edge"`` (the nearest element),
            ``"reflect"`` (mirrored at the outermost element, which is not repeated) or
            ``"circular"`` (the other end).
    """

    def __init__(
        self,
        n_axes: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Padding = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
        mode: str = "zeros",
    ) -> None:
        self.n_axes, self.ceil_mode, self.mode = n_axes, ceil_mode, mode
        self.kernel = each("kernel_size", kernel_size, n_axes)
        self.stride = each("stride", stride, n_axes)
        self.dilation = each("dilation", dilation, n_axes)
        self.covered = tuple(
            d * (k - 1) + 1 for k, d in zip(self.kernel, self.dilation, strict=True)
        )
        require_choice("padding_mode", mode, MODES)
        self.padding: Any = padding
        if isinstance(padding, str):
            require_choice("padding", padding, NAMES)
        else:
            self.padding = sides_of(padding, n_axes)

    def lay(self, *size: int) -> None:
        """Note how axes of such sizes are padded, and how many windows lie along them.

        Raises:
            ValueError: if no window fits.
        """
        self.size = size
        self.added = [self.pads(axis, n) for axis, n in enumerate(size)]
        counts, self.beyond = [], []
        for axis, n in enumerate(size):
            k, s, d = self.kernel[axis], self.stride[axis], self.dilation[axis]
            before, after = self.added[axis]
            left = before + n + after - self.covered[axis]
            cut = self.ceil_mode and -s < left < 0  # the only window is cut off
            count = 0 if cut else output_size(n, k, s, before, after, d)
            left -= (count - 1) * s
            one_more = self.ceil_mode and left > 0 and count * s < n + before
            counts.append(count + one_more)
            self.beyond.append(s - left if one_more else 0)
        self.out_size = tuple(counts)

    def pads(self, axis: int, n: int) -> tuple[int, int]:
        """Return (before, after): what is added to n elements along an axis."""
        if not isinstance(self.padding, str):
            return self.padding[axis]
        s, covered = self.stride[axis], self.covered[axis]
        if self.padding == "valid":
            return 0, 0
        if self.padding == "causal":
            return covered - 1, 0
        windows = -(-n // s)  # n / s, rounded up
        return share_of_same(max((windows - 1) * s + covered - n, 0), self.padding)

    def meets(self, axis: int) -> np.ndarray:
        """Return (windows, elements of the kernel): whether each meets x and not its padding."""
        windows = np.arange(self.out_size[axis])[:, None] * self.stride[axis]
        at = windows + np.arange(self.kernel[axis]) * self.dilation[axis] - self.added[axis][0]
        return (at >= 0) & (at < self.size[axis])

    def padded(self, x: np.ndarray, value: float = 0.0) -> np.ndarray:
        """Return x with its padding, and with what a window cut off at the end lacks."""
        if self.mode != "zeros":
            for axis, source in self.sources():
                x = np.take(x, source, axis)
            return x
        before = [(0, 0)] * (x.ndim - self.n_axes)
        around = [(b, a + more) for (b, a), more in zip(self.added, self.beyond, strict=True)]
        return surrounded(x, before + around, value)

    def without_padding(self, dx: np.ndarray) -> np.ndarray:
        """Return the gradient of x alone: an element that was repeated collects from its copies."""
        if self.mode == "zeros":
            sides = zip(self.added, self.size, strict=True)
            inside: Any = [slice(before, before + n) for (before, _), n in sides]
            return dx[(..., *inside)]
        for axis, source in self.sources():
            copies = np.moveaxis(dx, axis, 0)
            whole = np.zeros((self.size[axis], *copies.shape[1:]), dtype=dx.dtype)
            np.add.at(whole, source, copies)
            dx = np.moveaxis(whole, 0, axis)
        return dx

    def sources(self) -> Iterator[tuple[int, np.ndarray]]:
        """Yield (axis, which element each one of the padded axis repeats), for each axis."""
        for axis, (n, (before, after)) in enumerate(zip(self.size, self.added, strict=True)):
            most = {"reflect": n - 1, "circular": n}.get(self.mode, np.inf if n else 0)
            if max(before, after) > most:
                raise ValueError(
                    f"{n} elements can not be repeated into a padding of {before}, {after} in the "
                    f"mode {self.mode!r}."
                )
            at = np.arange(-before, n + after)
            if self.mode == "reflect":
                at = n - 1 - np.abs(n - 1 - np.abs(at))
            elif self.mode == "circular":
                at = at % max(n, 1)
            yield axis - self.n_axes, np.clip(at, 0, max(n - 1, 0))

    def elements(self, a: np.ndarray) -> Iterator[tuple[tuple[int, ...], np.ndarray]]:
        """Yield, for each element of the kernel, (its place, what it meets in all windows).

        They come in reading order. The second is a view of the padded ``a``, of its shape but
        with the windows along the axes of space: what is added to it is added to ``a``.
        """
        for place in np.ndindex(*self.kernel):
            along = zip(place, self.stride, self.dilation, self.out_size, strict=True)
            met: Any = [slice(k * d, k * d + s * (out - 1) + 1, s) for k, s, d, out in along]
            yield place, a[(..., *met)]
