"""Patch embedding of a Vision Transformer."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class PatchEmbedding(Layer):
    """y = [cls; p_1 W + b; p_2 W + b; ...]: an image as a sequence of vectors.

    The image is cut into patches of p x p pixels, from left to right and from top to bottom; each
    is flattened to (channel, row, column) and goes through one dense layer. In front stands a
    learned vector, the CLS token, whose place in the last layer stands for the whole image.

    Args:
        in_channels: of the image, C.
        patch_size: p, the height and the width of a patch.
        d_model: length of a patch's vector.
        cls_token: whether the CLS token is put in front.
        initializer: draws W; Glorot's uniform distribution if none is given. b and cls start at 0.
        seed: seeds the draw of W.

    Shapes:
        x, dx (N, C, H, W), p dividing H and W; W (C p p, d_model), b and cls (d_model,). y, dy
        (N, 1 + n, d_model) with the CLS token, (N, n, d_model) without; n = (H / p) (W / p).

    Source:
        Dosovitskiy et al. (2021), An image is worth 16x16 words, section 3.1, eq. 1 (the position
        embeddings of eq. 1 are a layer of their own).
    """

    def __init__(
        self,
        in_channels: int,
        patch_size: int,
        d_model: int,
        cls_token: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        sizes = {"in_channels": in_channels, "patch_size": patch_size, "d_model": d_model}
        for name, size in sizes.items():
            if size < 1:
                raise ValueError(f"{name} is {size}, but must be at least 1.")
        self.in_channels, self.p = in_channels, patch_size
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((in_channels * patch_size * patch_size, d_model), seed)
        self.params["b"] = np.zeros(d_model)
        if cls_token:
            self.params["cls"] = np.zeros(d_model)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, 1 + n, d_model), without the CLS token (N, n, d_model)."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.in_channels, None, None))
        N, C, height, width = x.shape
        p, W = self.p, self.params["W"]
        if height % p or width % p or not height * width:
            raise ValueError(f"x has shape {x.shape}, but patches of {p} x {p} must fill images.")
        self.grid = rows, columns = height // p, width // p
        cut = x.reshape(N, C, rows, p, columns, p)
        patches = cut.transpose(0, 2, 4, 1, 3, 5)  # (N, rows, columns, C, p, p)
        self.patches = patches.reshape(N, rows * columns, C * p * p)
        y = self.patches @ W + self.params["b"]
        if "cls" not in self.params:
            return y
        cls = np.broadcast_to(self.params["cls"], (N, 1, W.shape[1]))  # the same for every image
        return np.concatenate([cls, y], axis=1)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, C, H, W); fill the gradients of W, b and cls."""
        W, p, C = self.params["W"], self.p, self.in_channels
        N, n, _ = self.patches.shape
        require_shape("dy", dy, (N, n + ("cls" in self.params), W.shape[1]))
        if "cls" in self.params:
            self.grads["cls"] = dy[:, 0].sum(axis=0)
            dy = dy[:, 1:]
        dy_rows = dy.reshape(N * n, W.shape[1])
        self.grads["W"] = self.patches.reshape(N * n, len(W)).T @ dy_rows
        self.grads["b"] = dy_rows.sum(axis=0)
        rows, columns = self.grid
        dpatches = (dy @ W.T).reshape(N, rows, columns, C, p, p)
        dx = dpatches.transpose(0, 3, 1, 4, 2, 5)  # (N, C, rows, p, columns, p)
        return dx.reshape(N, C, rows * p, columns * p)
