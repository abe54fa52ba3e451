"""A Vision Transformer in Keras."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from tf_impl.attention.learned_position_embedding import LearnedPositionEmbedding
from tf_impl.attention.patch_embedding import PatchEmbedding
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.layers.layer_norm import LayerNorm
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned
from tf_impl.transformer.transformer_encoder_block import TransformerEncoderBlock


@keras.saving.register_keras_serializable(package="dl_parity")
class VisionTransformer(keras.layers.Layer):
    """Patches, blocks of Keras' layers, and a head for the CLS token.

    Shapes:
        x (N, H, W, C), channels last; y (N, n_classes).
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
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            in_channels=in_channels,
            image_size=image_size,
            patch_size=patch_size,
            n_classes=n_classes,
            d_model=d_model,
            n_heads=n_heads,
            d_ff=d_ff,
            n_blocks=n_blocks,
            epsilon=epsilon,
            initializer=initializer,
            seed=seed,
        )
        dtype = kwargs.get("dtype")
        height, width = (image_size, image_size) if np.ndim(image_size) == 0 else image_size
        n = (height // patch_size) * (width // patch_size)
        of_patches, of_positions, of_head, *of_blocks = spawned(seed, 3 + n_blocks)
        self.patches = PatchEmbedding(
            in_channels, patch_size, d_model, True, initializer, of_patches, dtype=dtype
        )
        self.positions = LearnedPositionEmbedding(
            1 + n, d_model, initializer, of_positions, dtype=dtype
        )
        for k, own in enumerate(of_blocks):
            block = TransformerEncoderBlock(
                d_model, n_heads, d_ff, True, "gelu", epsilon, initializer, own, dtype=dtype
            )
            setattr(self, f"encoder{k}", block)
        self.norm = LayerNorm(d_model, epsilon, dtype=dtype)
        self.head = Dense(d_model, n_classes, True, initializer, of_head, dtype=dtype)
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the scores y (N, n_classes)."""
        z = self.positions(self.patches(inputs))
        for k in range(self.own["n_blocks"]):
            z = getattr(self, f"encoder{k}")(z)
        return self.head(self.norm(z)[:, 0])

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
