"""The decoder in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.embedding.embedding import Embedding
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.recurrent.lstm_cell import LSTMCell
from tf_impl.recurrent.rnn_cell import RNNCell
from tf_impl.recurrent.sequences import arguments
from tf_impl.seeds import spawned

_CELLS = {"simple_rnn": RNNCell, "lstm": LSTMCell}


@keras.saving.register_keras_serializable(package="dl_parity")
class Decoder(keras.layers.Layer):
    """:class:`keras.layers.SimpleRNNCell` or ``LSTMCell``, step by step, and a ``Dense``.

    Shapes:
        x (N, T) integers; h0, c0, h and c (N, n_hidden); y (N, T, vocab).
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        layer: str = "lstm",
        peeky: bool = False,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        dtype = kwargs.get("dtype")
        of_E, of_cell, of_V = spawned(seed, 3)
        seen = n_hidden if peeky else 0
        self.embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E, dtype=dtype)
        self.cell = _CELLS[layer](
            seen + emb, n_hidden, initializer=initializer, seed=of_cell, dtype=dtype
        )
        self.affine = Dense(seen + n_hidden, vocab, initializer=initializer, seed=of_V, dtype=dtype)
        self.own = arguments(
            vocab=vocab,
            emb=emb,
            n_hidden=n_hidden,
            layer=layer,
            peeky=peeky,
            initializer=initializer,
            seed=seed,
        )
        self.built = True

    def call(
        self, inputs: tf.Tensor, h0: tf.Tensor, c0: tf.Tensor | None = None
    ) -> tuple[tf.Tensor, ...]:
        """Return (y, h), and c of an LSTM."""
        lstm = self.own["layer"] == "lstm"
        states = (h0, tf.zeros_like(h0) if c0 is None else c0) if lstm else (h0,)
        ys = []
        for e in tf.unstack(self.embedding(inputs), axis=1):
            after = self.cell(self.beside(h0, e), *states)
            states = after if lstm else (after,)
            ys.append(self.affine(self.beside(h0, states[0])))
        return (tf.stack(ys, axis=1), *states)

    def beside(self, peek: tf.Tensor, a: tf.Tensor) -> tf.Tensor:
        """Return a, behind the encoder's state if that is in sight."""
        return tf.concat([peek, a], axis=1) if self.own["peeky"] else a

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), **self.own}
