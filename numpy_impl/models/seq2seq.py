"""Sequence to sequence: an encoder reads, a decoder writes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.embedding import Embedding
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.models.decoder import Decoder
from numpy_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from numpy_impl.recurrent.lstm import LSTM
from numpy_impl.recurrent.lstm_cell import LSTMCell
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.recurrent.sequences import steps_within
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_shape


class Seq2Seq(MadeOfParts):
    """An LSTM reads x; from its last state another one writes t, taught by the right words.

        h, c = the encoder's last states after x, or after x in reverse
        y = decoder(t_1 ... t_(T-1), from h and c)
        L = mean of -log softmax(y_k)_(t_(k+1)) over the words that count

    In training the decoder reads the right word before, not its own (teacher forcing), so t begins
    with a word that says that it begins, and y_k is the guess for t_(k+1).

    Its parts are ``encoder_embedding``, ``encoder`` and ``decoder``, which has parts of its own.

    Args:
        vocab: how many words there are.
        emb: length of a word's vector.
        n_hidden: length of the states of both.
        reverse: whether x is read from its end, so that its beginning is near the decoder's.
        peeky: whether every step of the decoder sees the encoder's last h.
        pass_cell: whether the decoder begins with the encoder's c too, or with c = 0.
        ignore_label: words of t with this number do not count, such as padding; all if None.
        initializer: draws all weights; if none is given, the vectors of words come from a normal
            distribution with sigma = 0.01, the others from Glorot's uniform distribution.
        seed: the seeds of the parts are made from it.

    Shapes:
        x (N, S) and t (N, T) integers, lengths (N,) those of x; L a scalar.

    Source:
        Sutskever, Vinyals and Le (2014), Sequence to sequence learning with neural networks;
        teacher forcing: Williams and Zipser (1989), A learning algorithm for continually running
        fully recurrent neural networks; peeky: Cho et al. (2014), Learning phrase representations
        using RNN encoder-decoder, section 2.2.
    """

    order = "ifog"  # in which the gates of both stand in their W, U and b

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
    ) -> None:
        self.reverse, self.pass_cell, self.ignore_label = reverse, pass_cell, ignore_label
        of_E, of_encoder, of_decoder = spawned(seed, 3)
        self.encoder_embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E)
        self.encoder = LSTM(emb, n_hidden, initializer=initializer, seed=of_encoder)
        self.decoder = Decoder(vocab, emb, n_hidden, "lstm", peeky, initializer, of_decoder)
        for part in (self.encoder, self.decoder.cell):
            if isinstance(part, LSTM | LSTMCell):
                part.order = self.order
        self.loss = TimeSoftmaxCrossEntropy(ignore_label)
        super().__init__(
            {
                "encoder_embedding": self.encoder_embedding,
                "encoder": self.encoder,
                "decoder": self.decoder,
            }
        )

    def encode(
        self, x: ArrayLike, lengths: ArrayLike | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the last states (h, c), both (N, n_hidden), after the words x (N, S)."""
        x = np.asarray(x)
        require_shape("x", x, (None, None))
        if self.reverse:
            x = self._turned(x, lengths)
        e = self.encoder_embedding.forward(x)
        self.encoder_states, h, c = self.encoder.forward(e, lengths=lengths)
        return h, c

    def forward(self, x: ArrayLike, t: ArrayLike, lengths: ArrayLike | None = None) -> np.ndarray:
        """Return L for the words x (N, S) and their translations t (N, T)."""
        h, c = self.encode(x, lengths)
        read, wanted = self._taught(t, len(h))
        y, *_ = self.decoder.forward(read, h, c if self.pass_cell else None)
        return self.loss.forward(y, wanted)

    def backward(self, dL: ArrayLike = 1.0) -> None:
        """Fill the gradients of all weights, the decoder's first and then the encoder's."""
        dy = self.loss.backward(dL)
        dh, dc = self.decoder.backward(dy)
        N, S, H = *self.encoder.x.shape[:2], dh.shape[1]
        dstates = np.zeros((N, S, H), dtype=dh.dtype)  # only the last state was looked at
        de, *_ = self.encoder.backward(dstates, dh, dc if self.pass_cell else None)
        self.encoder_embedding.backward(de)

    def _taught(self, t: ArrayLike, N: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the words that the decoder reads, and those that it should say."""
        t = np.asarray(t)
        require_shape("t", t, (N, None))
        if t.shape[1] < 2:
            raise ValueError(
                f"t has shape {t.shape}, but needs a first word and at least one to say."
            )
        read, wanted = t[:, :-1], t[:, 1:]
        if self.ignore_label is not None:  # behind the end any word will do
            read = np.where(read == self.ignore_label, np.zeros_like(read), read)
        return read, wanted

    def _turned(self, x: np.ndarray, lengths: ArrayLike | None) -> np.ndarray:
        """Return x with each sequence in reverse, its padding in place."""
        N, S = x.shape
        ends = steps_within(lengths, N, S).sum(axis=0)  # (N, 1)
        s = np.arange(S)
        source = np.where(s < ends, ends - 1 - s, s)
        return np.take_along_axis(x, source, axis=1)
