"""Shifted window attention, as in the Swin Transformer."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.attention.fast_multi_head_attention import (
    FastMultiHeadAttention as MultiHeadAttention,
)
from numpy_impl.attention.fast_scaled_dot_product_attention import (
    FastScaledDotProductAttention as ScaledDotProductAttention,
)
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.seeds import spawned
from numpy_impl.transformer.relative_position_bias import RelativePositionBias
from numpy_impl.validation import as_float, require_shape


class ShiftedWindowAttention(MadeOfParts):
    """Attention within windows of w x w places; shifted, the windows join what was apart.

    The image is rolled by the shift up and to the left, cut into windows, each of which attends to
    itself, and put together and rolled back. A window at the lower or right edge then holds places
    that came from the other edge: a mask keeps those apart.

    Its parts are ``attention`` and, with a bias for the way from place to place,
    ``position_bias``.

    Args:
        d_model: length of the vector at a place.
        n_heads: the attention's heads, which d_model is split into.
        window_size: w, which divides H and W.
        shift: how many places the windows are shifted by, 0 or, in every other block, w // 2.
        position_bias: whether a learned number is added to each score, for each head and each way
            from one place of a window to another.
        initializer: draws all weights; if none is given, the attention's come from Glorot's uniform
            distribution, the bias from a normal distribution with sigma = 0.02.
        seed: the attention's seed; the bias has one of its own, made from it.

    Shapes:
        x, y, dy, dx (N, H, W, d_model); B of the bias ((2w - 1)^2, n_heads).

    Source:
        Liu et al. (2021), Swin Transformer: Hierarchical vision Transformer using shifted windows,
        section 3.2, eq. 4 and figure 4.
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        window_size: int,
        shift: int = 0,
        position_bias: bool = False,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        if window_size < 1:
            raise ValueError(f"window_size is {window_size}, but must be at least 1.")
        if not 0 <= shift < window_size:
            raise ValueError(f"shift is {shift}, but must be from 0 to {window_size - 1}.")
        self.w, self.shift = window_size, shift
        self.attention = MultiHeadAttention(d_model, n_heads, initializer=initializer, seed=seed)
        parts: dict[str, Layer] = {"attention": self.attention}
        if position_bias:
            self.position_bias = RelativePositionBias(
                self._ways(), (2 * self.w - 1) ** 2, n_heads, initializer, *spawned(seed, 1)
            )
            self.attention.attention = _Biased(self.position_bias)
            parts["position_bias"] = self.position_bias
        super().__init__(parts)

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

    def _ways(self) -> np.ndarray:
        """Return the number of the way from place b of a window to a, (w w, w w)."""
        w = self.w
        row, column = np.divmod(np.arange(w * w), w)
        down, right = row[:, None] - row, column[:, None] - column  # from -(w - 1) to w - 1
        return (down + w - 1) * (2 * w - 1) + right + w - 1

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


class _Biased(ScaledDotProductAttention):
    """Scaled dot-product attention to whose scores a bias is added, the same in all windows."""

    def __init__(self, position_bias: RelativePositionBias) -> None:
        super().__init__()
        self.position_bias = position_bias

    def forward(
        self,
        Q: np.ndarray,
        K: np.ndarray,
        V: np.ndarray,
        bias: np.ndarray | None = None,
        mask: np.ndarray | None = None,
        kept: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return y; the bias is that of the positions."""
        return super().forward(Q, K, V, self.position_bias.forward(), mask)

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return (dQ, dK, dV); fill the gradient of B."""
        dQ, dK, dV, dbias = super().backward(dy)
        self.position_bias.backward(dbias)
        return dQ, dK, dV
