"""What BERT is given, in Keras: embeddings of token, segment and position."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.initializers.gauss import Gauss
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.layers.layer_norm import LayerNorm
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class BertEmbeddings(keras.layers.Layer):
    """y = LayerNorm(token + segment + position), by three :class:`keras.layers.Embedding`.

    Shapes:
        tokens, segments (N, T); token.embeddings (n_tokens, d_model), segment.embeddings
        (n_segments, d_model), position.embeddings (max_length, d_model); y (N, T, d_model).
    """

    def __init__(
        self,
        n_tokens: int,
        max_length: int,
        d_model: int,
        n_segments: int = 2,
        epsilon: float = 1e-12,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            n_tokens=n_tokens,
            max_length=max_length,
            d_model=d_model,
            n_segments=n_segments,
            epsilon=epsilon,
            initializer=initializer,
            seed=seed,
        )
        dtype, draw = kwargs.get("dtype"), initializer or Gauss(0.02)
        self.token, self.segment, self.position = (
            keras.layers.Embedding(
                count, d_model, embeddings_initializer=seeded(draw, own), dtype=dtype
            )
            for count, own in zip(
                (n_tokens, n_segments, max_length), (seed, *spawned(seed, 2)), strict=True
            )
        )
        for embedding in (self.token, self.segment, self.position):
            embedding.build()
        self.norm = LayerNorm(d_model, epsilon, dtype=dtype)

    def call(self, tokens: tf.Tensor, segments: tf.Tensor) -> tf.Tensor:
        """Return y (N, T, d_model)."""
        positions = self.position(ops.arange(tokens.shape[1]))
        return self.norm(self.token(tokens) + self.segment(segments) + positions)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
