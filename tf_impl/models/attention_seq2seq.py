"""Sequence to sequence with attention in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.attention.additive_attention import AdditiveAttention
from tf_impl.attention.dot_product_attention import DotProductAttention
from tf_impl.embedding.embedding import Embedding
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from tf_impl.recurrent.lstm import LSTM
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class AttentionSeq2Seq(keras.layers.Layer):
    """Two :class:`keras.layers.LSTM`; the second looks back at every state of the first.

    Shapes:
        x (N, S) and t (N, T) integers, lengths (N,) those of x; L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        score: str = "dot",
        reverse: bool = False,
        pass_cell: bool = True,
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        dtype, H = kwargs.get("dtype"), n_hidden
        of_x, of_encoder, of_t, of_decoder, of_score, of_V = spawned(seed, 6)
        self.encoder_embedding = Embedding(
            vocab, emb, initializer=initializer, seed=of_x, dtype=dtype
        )
        self.encoder = LSTM(emb, H, initializer=initializer, seed=of_encoder, dtype=dtype)
        self.decoder_embedding = Embedding(
            vocab, emb, initializer=initializer, seed=of_t, dtype=dtype
        )
        self.decoder = LSTM(emb, H, initializer=initializer, seed=of_decoder, dtype=dtype)
        self.attention = (
            AdditiveAttention(H, H, H, initializer, of_score, dtype=dtype)
            if score == "additive"
            else DotProductAttention(score, H, H, H, initializer, of_score, dtype=dtype)
        )
        self.affine = Dense(2 * H, vocab, initializer=initializer, seed=of_V, dtype=dtype)
        self.loss = TimeSoftmaxCrossEntropy(ignore_label, dtype=dtype)
        self.own = arguments(
            vocab=vocab,
            emb=emb,
            n_hidden=n_hidden,
            score=score,
            reverse=reverse,
            pass_cell=pass_cell,
            ignore_label=ignore_label,
            initializer=initializer,
            seed=seed,
        )
        self.built = True

    def call(self, inputs: tf.Tensor, t: tf.Tensor, lengths: tf.Tensor | None = None) -> tf.Tensor:
        """Return L."""
        x = inputs
        if self.own["reverse"]:
            x = tf.reverse(x, [1]) if lengths is None else tf.reverse_sequence(x, lengths, 1)
        hs, h, c = self.encoder(self.encoder_embedding(x), lengths=lengths)
        read = t[:, :-1]
        if self.own["ignore_label"] is not None:
            read = tf.where(read == self.own["ignore_label"], tf.zeros_like(read), read)
        c = c if self.own["pass_cell"] else tf.zeros_like(c)
        d, *_ = self.decoder(self.decoder_embedding(read), h, c)
        within = None if lengths is None else tf.sequence_mask(lengths, x.shape[1])
        a = self.attention(d, hs, mask=within)
        return self.loss(self.affine(tf.concat([a, d], axis=2)), t[:, 1:])

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
