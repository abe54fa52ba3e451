"""A Vision Transformer: a classifier that reads an image as a sequence of patches."""

from __future__ import annotations

import numpy as np

from numpy_impl.attention.learned_position_embedding import LearnedPositionEmbedding
from numpy_impl.attention.patch_embedding import PatchEmbedding
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.fast_layer_norm import FastLayerNorm as LayerNorm
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.seeds import spawned
from numpy_impl.transformer.transformer_encoder_block import TransformerEncoderBlock
from numpy_impl.validation import as_float, require_shape


class VisionTransformer(MadeOfParts):
    """Patches with a CLS token in front, blocks of an encoder, and a classifier of the CLS token.

        z_0 = [cls; p_1 W + b; ...; p_n W + b] + P
        z_l = block_l(z_(l-1)), in pre-norm with GELU
        y = norm(z_L)[0] W_head + b_head

    There is no dropout. Its parts are ``patches``, ``positions``, ``encoder0``, ``encoder1``, ...,
    ``norm`` and ``head``.

    Args:
        in_channels: of the image, C.
        image_size: (H, W) of the images, or one number for both.
        patch_size: p, which divides H and W.
        n_classes: how many scores there are for an image.
        d_model: length of the vector at a position.
        n_heads: the heads of each attention.
        d_ff: length of the feed-forward networks' hidden vectors.
        n_blocks: how many blocks there are.
        epsilon: the layer normalizations'.
        initializer: draws all weights; if none is given, the position embeddings come from a normal
            distribution with sigma = 0.02, the others from Glorot's uniform distribution.
        seed: the seeds of the parts are made from it.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, n_classes).

    Source:
        Dosovitskiy et al. (2021), An image is worth 16x16 words, section 3.1, eq. 1 to 4.
    """

    def __init__(
        self,
        in_channels: int,
        image_size: int | tuple[int, int],
        patch_size: int,
        n_classes: int,
        d_model: int,
        n_heads: int,
        d_ff: int,
        n_blocks: int = 2,
        epsilon: float = 1e-6,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        for name, count in (("n_classes", n_classes), ("n_blocks", n_blocks)):
            if count < 1:
                raise ValueError(f"{name} is {count}, but must be at least 1.")
        height, width = (
            (image_size, image_size) if isinstance(image_size, int | np.integer) else image_size
        )
        self.image = (in_channels, int(height), int(width))
        of_patches, of_positions, of_head, *of_blocks = spawned(seed, 3 + n_blocks)
        self.patches = PatchEmbedding(
            in_channels, patch_size, d_model, initializer=initializer, seed=of_patches
        )
        if height % patch_size or width % patch_size or min(height, width) < 1:
            raise ValueError(
                f"image_size {height} x {width} cannot be cut into patches of {patch_size} x "
                f"{patch_size}."
            )
        n = (height // patch_size) * (width // patch_size)
        self.positions = LearnedPositionEmbedding(1 + n, d_model, initializer, of_positions)
        self.blocks = [
            TransformerEncoderBlock(d_model, n_heads, d_ff, True, "gelu", epsilon, initializer, own)
            for own in of_blocks
        ]
        self.norm = LayerNorm(d_model, epsilon)
        self.head = Dense(d_model, n_classes, initializer=initializer, seed=of_head)
        parts: dict[str, Layer] = {"patches": self.patches, "positions": self.positions}
        parts |= {f"encoder{k}": block for k, block in enumerate(self.blocks)}
        super().__init__({**parts, "norm": self.norm, "head": self.head})

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the scores y (N, n_classes) of the images x (N, C, H, W)."""
        x = as_float("x", x)
        require_shape("x", x, (None, *self.image))
        z = self.positions.forward(self.patches.forward(x))
        for block in self.blocks:
            z = block.forward(z)
        self.z_shape = z.shape
        return self.head.forward(self.norm.forward(z[:, 0]))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, C, H, W); fill the gradients of all parts.

        The classifier read the CLS token alone: the patches learn through attention to them.
        """
        dz = np.zeros(self.z_shape, dtype=dy.dtype)
        dz[:, 0] = self.norm.backward(self.head.backward(dy))
        for block in reversed(self.blocks):
            dz = block.backward(dz)
        return self.patches.backward(self.positions.backward(dz))
