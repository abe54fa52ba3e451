"""Shifted window attention, as in the Swin Transformer."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.attention.fast_multi_head_attention import (
    FastMultiHeadAttention as MultiHeadAttention,
)
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.validation import as_float, require_shape


class ShiftedWindowAttention(MadeOfParts):
    """Attention within windows of w x w places; shifted, the windows join what was apart.

    The image is rolled by the shift up and to the left, cut into windows, each of which attends to
    itself, and put together and rolled back. A window at the lower or right edge then holds places
    that came from the other edge: a mask keeps those apart.

    The paper's relative position bias is left out. Its only part is ``attention``.

    Args:
        d_model: length of the vector at a place.
        n_heads: the attention's heads, which d_model is split into.
        window_size: w, which divides H and W.
        shift: how many places the windows are shifted by, 0 or, in every other block, w // 2.
        initializer: draws the weights; Glorot's uniform distribution if none is given.
        seed: the attention's seed.

    Shapes:
        x, y, dy, dx (N, H, W, d_model).

    Source:
        Liu et al. (2021), Swin Transformer: Hierarchical vision Transformer using shifted windows,
        section 3.2 and figure 4.
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        window_size: int,
        shift: int = 0,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        if window_size < 1:
            raise ValueError(f"window_size is {window_size}, but must be at least 1.")
        if not 0 <= shift < window_size:
            raise ValueError(f"shift is {shift}, but must be from 0 to {window_size - 1}.")
        self.w, self.shift = window_size, shift
        self.attention = MultiHeadAttention(d_model, n_heads, initializer=initializer, seed=seed)
        super().__init__({"attention": self.attention})

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, H, W, d_model)."""
        x = as_float("x", x)
        require_shape("x", x, (None, None, None, len(self.attention.params["W_q"])))
        N, H, W, _ = x.shape
        if H % self.w or W % self.w or not H * W:
            raise ValueError(f"x has shape {x.shape}, but windows of {self.w} x {self.w} must fit.")
        self.shape = x.shape
        windows = self._cut(np.roll(x, (-self.shift, -self.shift), axis=(1, 2)))
        mask = np.tile(self._mask(H, W), (N, 1, 1)) if self.shift else None
        y = self._joined(self.attention.forward(windows, mask=mask))
        return np.roll(y, (self.shift, self.shift), axis=(1, 2))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, H, W, d_model): the gradient takes the same ways as x did."""
        require_shape("dy", dy, self.shape)
        windows = self._cut(np.roll(dy, (-self.shift, -self.shift), axis=(1, 2)))
        dwindows: Any = self.attention.backward(windows)
        dx = self._joined(dwindows)
        return np.roll(dx, (self.shift, self.shift), axis=(1, 2))

    def _cut(self, x: np.ndarray) -> np.ndarray:
        """Return x (N, H, W, d) as windows (N H/w W/w, w w, d)."""
        N, H, W, d = x.shape
        w = self.w
        cut = x.reshape(N, H // w, w, W // w, w, d).transpose(0, 1, 3, 2, 4, 5)
        return cut.reshape(-1, w * w, d)

    def _joined(self, windows: np.ndarray) -> np.ndarray:
        """Return windows (N H/w W/w, w w, d) as (N, H, W, d)."""
        N, H, W, d = self.shape
        w = self.w
        cut = windows.reshape(N, H // w, W // w, w, w, d).transpose(0, 1, 3, 2, 4, 5)
        return cut.reshape(N, H, W, d)

    def _mask(self, H: int, W: int) -> np.ndarray:
        """Return which places of a window may attend to each other, (H/w W/w, w w, w w).

        The roll puts together at most four parts of the image that were apart.
        """
        row, column = np.arange(H)[:, None], np.arange(W)
        came_from_above = row >= H - self.shift  # these rows stood at the other edge
        came_from_left = column >= W - self.shift
        region = 2 * came_from_above + came_from_left  # (H, W)
        of_window = self._cut(region[None, :, :, None])[:, :, 0]
        return of_window[:, :, None] == of_window[:, None, :]
