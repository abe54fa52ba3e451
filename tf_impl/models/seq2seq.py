"""Sequence to sequence in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.embedding.embedding import Embedding
from tf_impl.initializers.initializer import Initializer
from tf_impl.models.decoder import Decoder
from tf_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from tf_impl.recurrent.lstm import LSTM
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class Seq2Seq(keras.layers.Layer):
    """:class:`keras.layers.LSTM` reads x, an ``LSTMCell`` writes t, taught by the right words.

    Shapes:
        x (N, S) and t (N, T) integers, lengths (N,) those of x; L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        reverse: bool = False,
        peeky: bool = False,
        pass_cell: bool = True,
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        dtype = kwargs.get("dtype")
        of_E, of_encoder, of_decoder = spawned(seed, 3)
        self.encoder_embedding = Embedding(
            vocab, emb, initializer=initializer, seed=of_E, dtype=dtype
        )
        self.encoder = LSTM(emb, n_hidden, initializer=initializer, seed=of_encoder, dtype=dtype)
        self.decoder = Decoder(
            vocab, emb, n_hidden, "lstm", peeky, initializer, of_decoder, dtype=dtype
        )
        self.loss = TimeSoftmaxCrossEntropy(ignore_label, dtype=dtype)
        self.own = arguments(
            vocab=vocab,
            emb=emb,
            n_hidden=n_hidden,
            reverse=reverse,
            peeky=peeky,
            pass_cell=pass_cell,
            ignore_label=ignore_label,
            initializer=initializer,
            seed=seed,
        )
        self.built = True

    def encode(self, x: tf.Tensor, lengths: tf.Tensor | None = None) -> tuple[tf.Tensor, tf.Tensor]:
        """Return the last states (h, c)."""
        if self.own["reverse"]:
            x = tf.reverse(x, [1]) if lengths is None else tf.reverse_sequence(x, lengths, 1)
        _, h, c = self.encoder(self.encoder_embedding(x), lengths=lengths)
        return h, c

    def call(self, inputs: tf.Tensor, t: tf.Tensor, lengths: tf.Tensor | None = None) -> tf.Tensor:
        """Return L."""
        h, c = self.encode(inputs, lengths)
        read = t[:, :-1]
        if self.own["ignore_label"] is not None:
            read = tf.where(read == self.own["ignore_label"], tf.zeros_like(read), read)
        y, *_ = self.decoder(read, h, c if self.own["pass_cell"] else None)
        return self.loss(y, t[:, 1:])

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
