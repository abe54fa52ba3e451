"""HRED in Keras."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from tf_impl.embedding.embedding import Embedding
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.models.decoder import Decoder
from tf_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from tf_impl.recurrent.parts import LAYERS
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned


@keras.saving.register_keras_serializable(package="dl_parity")
class HRED(keras.layers.Layer):
    """:class:`keras.layers.LSTM` (or ``SimpleRNN``) over words and utterances, and a decoder.

    Shapes:
        x (N, M, S) and t (N, M, T) integers, lengths (N, M) those of x; L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        n_context: int,
        layer: str = "lstm",
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        of_E, of_encoder, of_context, of_bridge, of_decoder = spawned(seed, 5)
        drawn: dict[str, Any] = {"initializer": initializer, "dtype": kwargs.get("dtype")}
        self.embedding = Embedding(vocab, emb, seed=of_E, **drawn)
        self.encoder = LAYERS[layer](emb, n_hidden, seed=of_encoder, **drawn)
        self.context = LAYERS[layer](n_hidden, n_context, seed=of_context, **drawn)
        self.bridge = Dense(self.seen_by_bridge(n_context), n_hidden, seed=of_bridge, **drawn)
        self.decoder = Decoder(vocab, emb, n_hidden, layer, seed=of_decoder, **drawn)
        self.loss = TimeSoftmaxCrossEntropy(ignore_label, dtype=kwargs.get("dtype"))
        self.own = arguments(
            vocab=vocab,
            emb=emb,
            n_hidden=n_hidden,
            n_context=n_context,
            layer=layer,
            ignore_label=ignore_label,
            initializer=initializer,
            seed=seed,
        )
        self.built = True

    def seen_by_bridge(self, n_context: int) -> int:
        """Return the length of what the decoder's first state is made of."""
        return n_context

    def read(self, x: tf.Tensor, lengths: tf.Tensor | None) -> tf.Tensor:
        """Return the context s (N, M, n_context)."""
        N, M, S = x.shape
        flat = None if lengths is None else tf.reshape(lengths, [N * M])
        _, u, *_ = self.encoder(self.embedding(tf.reshape(x, [N * M, S])), lengths=flat)
        s, *_ = self.context(tf.reshape(u, [N, M, u.shape[1]]))
        return s

    def said(self, t: tf.Tensor, h0: tf.Tensor) -> tf.Tensor:
        """Return the mean cross-entropy of the replies, from the decoder's first states h0."""
        N, M, T = t.shape
        t = tf.reshape(t, [N * M, T])
        read, ignored = t[:, :-1], self.own["ignore_label"]
        if ignored is not None:
            read = tf.where(read == ignored, tf.zeros_like(read), read)
        y, *_ = self.decoder(read, tf.reshape(h0, [N * M, h0.shape[2]]))
        return self.loss(y, t[:, 1:])

    def call(self, inputs: tf.Tensor, t: tf.Tensor, lengths: tf.Tensor | None = None) -> tf.Tensor:
        """Return L."""
        s = self.read(inputs, lengths)
        return self.said(t, tf.tanh(self.bridge(s)))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
