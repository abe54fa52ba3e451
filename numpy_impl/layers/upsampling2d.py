"""Enlarging images by their pixels' values alone."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.padding import pair
from numpy_impl.validation import as_float, require_choice, require_shape

Scale = float | tuple[float, float]


class Upsampling2d(Layer):
    """y = A x B^T: every pixel of y is that of x which is nearest, or lies between some of them.

    Along each axis a pixel of y stands at a place between the pixels of x. Nearest takes the pixel
    whose square it falls into; bilinear goes straight from the one before to the one behind;
    bicubic goes on a curve without corners, for which it asks two on each side. All are linear in
    x, a matrix for each axis: A for the rows, B for the columns. Nothing is learned.

    Args:
        scale: how many times larger y is, one number or (height, width), not always whole.
        interpolation: ``"nearest"``, ``"bilinear"`` or ``"bicubic"``.
        align_corners: with the last two, whether the centres of the outermost pixels of x and y lie
            on each other. If not, their outer edges do, as in Keras.
        out_size: (OH, OW) of y, instead of scale.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, OH, OW) with OH = floor(H scale) or of out_size;
        A (OH, H), B (OW, W).

    Source:
        Odena, Dumoulin and Olah (2016), Deconvolution and checkerboard artifacts, Distill; the
        curve: Keys (1981), Cubic convolution interpolation for digital image processing, eq. 15.
    """

    def __init__(
        self,
        scale: Scale = 2,
        interpolation: str = "nearest",
        align_corners: bool = False,
        out_size: int | tuple[int, int] | None = None,
    ) -> None:
        super().__init__()
        self.scale = tuple(scale) if isinstance(scale, Iterable) else (scale, scale)
        if len(self.scale) != 2 or not all(s > 0 for s in self.scale):
            raise ValueError(f"scale is {scale}, but must be one or two numbers above 0.")
        self.out_size = None if out_size is None else pair("out_size", out_size)
        require_choice("interpolation", interpolation, ("nearest", "bilinear", "bicubic"))
        if align_corners and interpolation == "nearest":
            raise ValueError('align_corners must be False where interpolation is "nearest".')
        self.interpolation, self.align_corners = interpolation, align_corners

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW)."""
        x = as_float("x", x)
        require_shape("x", x, (None, None, None, None))
        self.A = self.weights(x.shape[2], 0).astype(x.dtype)
        self.B = self.weights(x.shape[3], 1).astype(x.dtype)
        self.y_shape = (*x.shape[:2], len(self.A), len(self.B))
        return self.A @ x @ self.B.T

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: each pixel collects from all that were made of it, as much as it gave."""
        require_shape("dy", dy, self.y_shape)
        return self.A.T @ dy @ self.B

    def weights(self, n: int, axis: int) -> np.ndarray:
        """Return (out, n): how much each of n pixels gives to each pixel of y along an axis."""
        out = int(np.floor(n * self.scale[axis])) if self.out_size is None else self.out_size[axis]
        if min(n, out) < 1:
            raise ValueError(f"{n} pixels can not become {out}: both must be at least 1.")
        ratio = 1 / self.scale[axis] if self.out_size is None else n / out
        W = np.zeros((out, n))
        o = np.arange(out)
        if self.interpolation == "nearest":
            W[o, np.minimum(np.floor(o * ratio).astype(int), n - 1)] = 1
            return W
        at = (o + 0.5) * ratio - 0.5  # the centres of the pixels
        if self.align_corners:
            at = o * (n - 1) / max(out - 1, 1)
        if self.interpolation == "bicubic":
            first = np.floor(at).astype(int)
            for k in (first - 1, first, first + 1, first + 2):
                W[o, np.clip(k, 0, n - 1)] += self.curve(np.abs(at - k))
            return W
        at = np.clip(at, 0, n - 1)  # beyond the outermost centres x goes on as it ends
        before = np.floor(at).astype(int)
        W[o, before] = 1 - (at - before)
        W[o, np.minimum(before + 1, n - 1)] += at - before
        return W

    def curve(self, t: np.ndarray) -> np.ndarray:
        """Return how much a pixel weighs whose centre lies t away: 1 at 0, nothing from 2 on.

        a is the slope at 1. PyTorch and OpenCV take -3/4, TensorFlow and Pillow -1/2.
        """
        a = -0.75
        near = (a + 2) * t**3 - (a + 3) * t**2 + 1
        far = a * (t**3 - 5 * t**2 + 8 * t - 4)
        return np.where(t <= 1, near, far)
