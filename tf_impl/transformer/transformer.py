"""A whole Transformer in Keras."""

from __future__ import annotations

import math

import keras
import tensorflow as tf
from keras import ops

from tf_impl.attention.padding_mask import padding_mask
from tf_impl.attention.positional_encoding import positional_encoding
from tf_impl.embedding.embedding import Embedding
from tf_impl.initializers.gauss import Gauss
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.layer_norm import LayerNorm
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned
from tf_impl.transformer.transformer_decoder_block import TransformerDecoderBlock
from tf_impl.transformer.transformer_encoder_block import TransformerEncoderBlock


@keras.saving.register_keras_serializable(package="dl_parity")
class Transformer(keras.layers.Layer):
    """An encoder and a decoder of Keras' layers, with one table of words for all.

    Shapes:
        x (N, S) and t (N, T) integers; y (N, T, vocab); embedding.embeddings (vocab, d_model).
    """

    def __init__(
        self,
        vocab: int,
        d_model: int,
        n_heads: int,
        d_ff: int,
        n_blocks: int = 2,
        pad: int | None = None,
        norm_first: bool = False,
        activation: str = "relu",
        epsilon: float = 1e-5,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = arguments(
            vocab=vocab,
            d_model=d_model,
            n_heads=n_heads,
            d_ff=d_ff,
            n_blocks=n_blocks,
            pad=pad,
            norm_first=norm_first,
            activation=activation,
            epsilon=epsilon,
            initializer=initializer,
            seed=seed,
        )
        dtype = kwargs.get("dtype")
        of_E, *of_blocks = spawned(seed, 1 + 2 * n_blocks)
        of_words = initializer or Gauss(d_model**-0.5)
        self.embedding = Embedding(vocab, d_model, initializer=of_words, seed=of_E, dtype=dtype)
        of_a_block = (d_model, n_heads, d_ff, norm_first, activation, epsilon, initializer)
        for k, own in enumerate(of_blocks[:n_blocks]):
            block = TransformerEncoderBlock(*of_a_block, own, dtype=dtype)
            setattr(self, f"encoder{k}", block)
        for k, own in enumerate(of_blocks[n_blocks:]):
            setattr(self, f"decoder{k}", TransformerDecoderBlock(*of_a_block, own, dtype=dtype))
        if norm_first:
            self.encoder_norm = LayerNorm(d_model, epsilon, dtype=dtype)
            self.decoder_norm = LayerNorm(d_model, epsilon, dtype=dtype)
        self.built = True

    def call(self, inputs: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
        """Return the scores y (N, T, vocab)."""
        pad, blocks = self.own["pad"], range(self.own["n_blocks"])
        of_x = None if pad is None else padding_mask(inputs, pad)
        of_t = None if pad is None else padding_mask(t, pad)
        memory, z = self.embedded(inputs), self.embedded(t)
        for k in blocks:
            memory = getattr(self, f"encoder{k}")(memory, mask=of_x)
        if self.own["norm_first"]:
            memory = self.encoder_norm(memory)
        for k in blocks:
            z = getattr(self, f"decoder{k}")(z, memory, memory_mask=of_x, mask=of_t)
        if self.own["norm_first"]:
            z = self.decoder_norm(z)
        return ops.matmul(z, ops.transpose(self.embedding.embeddings))

    def embedded(self, words: tf.Tensor) -> tf.Tensor:
        """Return the vectors of the words, scaled, with their positions."""
        E, d_model = self.embedding(words), self.own["d_model"]
        P = positional_encoding(words.shape[1], d_model)
        return E * tf.constant(math.sqrt(d_model), E.dtype) + tf.cast(P, E.dtype)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
