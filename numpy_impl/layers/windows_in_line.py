"""The windows of images as the columns of matrices, each image's pixels in one line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from numpy_impl.layers.padding import Pair


@dataclass(frozen=True)
class WindowsInLine:
    """Where the windows of an image lie once the rows of its frame stand one behind another.

    Then what one element of the kernel meets, in all windows from left to right and from top to
    bottom, is one piece of the line: element (i, j)'s begins i d w + j d behind the first one's,
    with w the frame's width. A copy of it is a copy of memory, and not of rows. A few windows too
    many are among them, those that reach from the end of a row into the next: they are computed
    and cut off.

    With a stride s the frame is first parted into s s planes, of every s-th row and column; in its
    plane each element's pixels are a piece again.

    Args:
        frame: (height, width) of the frame of zeros in which each image is put.
        first: where its first pixel comes to lie there; outside if negative.
        kernel, stride, dilation: of the windows.
        out_size: how many windows there are along each axis.
        pieces: into how many equal pieces the line of windows is to be divided.
        exact: leave out the windows that are too many already when columns are gathered, row by
            row: less work where a window has few elements and what comes of it has many.

    Shapes:
        images (..., h, w), frames (..., sh, sw, plane), columns (..., kh, kw, length).
    """

    frame: Sequence[int]
    first: Sequence[int]
    kernel: Pair
    stride: Pair
    dilation: Pair
    out_size: Sequence[int]
    pieces: int = 1
    exact: bool = False

    @cached_property
    def grid(self) -> Pair:
        """The (height, width) of a plane."""
        height, width = (-(-n // s) for n, s in zip(self.frame, self.stride, strict=True))
        return height, width

    @cached_property
    def length(self) -> int:
        """How many windows a line has, with those that are cut off."""
        windows = self.out_size[0] * (self.out_size[1] if self.exact else self.grid[1])
        return -(-windows // self.pieces) * self.pieces

    @cached_property
    def plane(self) -> int:
        """How long the line of a plane is, with what the last windows reach of it."""
        last = [(k - 1) * d // s for k, d, s in self.along()]
        return max(math.prod(self.grid), last[0] * self.grid[1] + last[1] + self.length)

    @property
    def margin(self) -> int:
        """How many zeros :meth:`collect` wants on each side of a line of windows."""
        return self.plane - self.length

    def along(self) -> list[tuple[int, int, int]]:
        """Return (kernel, dilation, stride) of each axis."""
        return list(zip(self.kernel, self.dilation, self.stride, strict=True))

    def framed(self, images: np.ndarray, dtype: Any) -> np.ndarray:
        """Return the images in their frames."""
        frames = np.zeros((*images.shape[:-2], *self.stride, self.plane), dtype=dtype)
        for to, source in self.places(frames, images):
            to[...] = source
        return frames

    def unframed(self, frames: np.ndarray, images: np.ndarray) -> None:
        """Fill the images with what lies in the frames where :meth:`framed` puts them."""
        for source, to in self.places(frames, images):
            to[...] = source

    def places(
        self, frames: np.ndarray, images: np.ndarray
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield (of a plane, of the images): the same pixels, as views."""
        (sh, sw), (height, width) = self.stride, self.grid
        planes = frames[..., : height * width].reshape(*frames.shape[:-1], height, width)
        for a, b in np.ndindex(sh, sw):
            to_h, from_h = _placed(images.shape[-2], height, self.first[0], a, sh)
            to_w, from_w = _placed(images.shape[-1], width, self.first[1], b, sw)
            yield planes[..., a, b, to_h, to_w], images[..., from_h, from_w]

    def gather(self, frames: np.ndarray, columns: np.ndarray) -> None:
        """Fill the columns with what each element of the kernel meets."""
        for rows, a, down, down_step in self.classes(0):
            for cols, b, right, right_step in self.classes(1):
                to = columns[..., rows, cols, :]
                plane = frames[..., a, b, down + right :]
                *before, at = plane.strides
                strides = (*before, down_step * at, right_step * at, at)
                if self.exact:
                    to = to.reshape(*to.shape[:-1], *self.out_size)
                    strides = (*strides[:-1], self.grid[1] * at, at)
                to[...] = as_strided(plane, to.shape, strides)

    def collect(self, columns: np.ndarray, frames: np.ndarray) -> None:
        """Fill the frames with the sums of what the columns have for each pixel.

        Args:
            columns: (..., kh, kw, margin + length + margin), with zeros in the margins.
            frames: filled.
        """
        if any(len(list(self.classes(axis))) < self.stride[axis] for axis in (0, 1)):
            frames[...] = 0  # no element of the kernel meets some of the planes
        for rows, a, down, down_step in self.classes(0):
            for cols, b, right, right_step in self.classes(1):
                of = columns[..., rows, cols, self.margin - down - right :]
                *before, at_i, at_j, at = of.strides
                strides = (*before, at_i - down_step * at, at_j - right_step * at, at)
                each = as_strided(of, (*of.shape[:-1], self.plane), strides)
                np.add.reduce(each, axis=(-3, -2), out=frames[..., a, b, :])

    def classes(self, axis: int) -> Iterator[tuple[slice, int, int, int]]:
        """Yield the elements of the kernel along an axis that meet one plane.

        Returns:
            (elements, plane, how far behind the first pixel of the plane's line the first element
            begins, how much farther each of the others does).
        """
        k, d, s = self.along()[axis]
        width = (self.grid[1], 1)[axis]
        step = s // math.gcd(s, d)
        for i in range(min(step, k)):
            yield slice(i, None, step), i * d % s, i * d // s * width, step * d // s * width

    def cut(self, lines: np.ndarray) -> np.ndarray:
        """Return (..., OH, OW) of lines (..., length): the windows that count, as a view."""
        (oh, ow), width = self.out_size, self.grid[1]
        if self.exact:
            return lines.reshape(*lines.shape[:-1], oh, ow)
        return lines[..., : oh * width].reshape(*lines.shape[:-1], oh, width)[..., :ow]


def _placed(n: int, size: int, first: int, plane: int, stride: int) -> tuple[slice, slice]:
    """Return where every ``stride``-th of n pixels goes in an axis of a plane, and which go."""
    start = max(-first, 0)
    start += (plane - first - start) % stride
    to = (first + start) // stride
    count = max(min(-(-(n - start) // stride), size - to), 0)
    return slice(to, to + count), slice(start, start + count * stride, stride)
