"""Sequence to sequence with attention."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.attention.additive_attention import AdditiveAttention
from numpy_impl.attention.dot_product_attention import DotProductAttention
from numpy_impl.embedding.embedding import Embedding
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.models.seq2seq import Seq2Seq
from numpy_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from numpy_impl.recurrent.lstm import LSTM
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.recurrent.sequences import steps_within
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_choice


class AttentionSeq2Seq(Seq2Seq):
    """An LSTM reads x; another one writes t, and looks back at every state of the first.

        hs, h, c = encoder(x): all its states, and the last ones
        d = decoder(t_1 ... t_(T-1), from h and c)
        a_k = the mean of hs, weighted by how well its states agree with d_k
        y_k = (a_k, d_k) V + b
        L = mean of -log softmax(y_k)_(t_(k+1)) over the words that count

    In training the decoder reads the right word before, not its own, as in :class:`Seq2Seq`.

    Its parts are ``encoder_embedding``, ``encoder``, ``decoder_embedding``, ``decoder``,
    ``attention`` and ``affine`` (V and b).

    Args:
        vocab: how many words there are.
        emb: length of a word's vector.
        n_hidden: length of the states of both.
        score: how a state of the decoder and one of the encoder are compared: ``"dot"``,
            ``"general"`` or ``"concat"``, with n_hidden units, as Luong has them, or
            ``"additive"``, as Bahdanau.
        reverse: whether x is read from its end.
        pass_cell: whether the decoder begins with the encoder's c too, or with c = 0.
        ignore_label: words of t with this number do not count, such as padding; all if None.
        initializer: draws all weights; if none is given, the vectors of words come from a normal
            distribution with sigma = 0.01, the others from Glorot's uniform distribution.
        seed: the seeds of the parts are made from it.

    Shapes:
        x (N, S) and t (N, T) integers, lengths (N,) those of x; V (2 n_hidden, vocab); L a scalar.

    Source:
        Luong, Pham and Manning (2015), Effective approaches to attention-based neural machine
        translation, section 3.1 (global attention), without the layer with tanh behind it; the
        additive score: Bahdanau, Cho and Bengio (2015), Neural machine translation by jointly
        learning to align and translate, appendix A.1.2.
    """

    order = "ifog"  # in which the gates of both stand in their W, U and b
    context_first = True  # whether a_k stands before d_k, or behind it

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
    ) -> None:
        require_choice("score", score, ("dot", "general", "concat", "additive"))
        self.reverse, self.pass_cell, self.ignore_label = reverse, pass_cell, ignore_label
        H = n_hidden
        of_x, of_encoder, of_t, of_decoder, of_score, of_V = spawned(seed, 6)
        self.encoder_embedding = Embedding(vocab, emb, initializer=initializer, seed=of_x)
        self.encoder = LSTM(emb, H, initializer=initializer, seed=of_encoder)
        self.decoder_embedding = Embedding(vocab, emb, initializer=initializer, seed=of_t)
        self.writer = LSTM(emb, H, initializer=initializer, seed=of_decoder)
        self.attention = (
            AdditiveAttention(H, H, H, initializer, of_score)
            if score == "additive"
            else DotProductAttention(score, H, H, H, initializer, of_score)
        )
        self.affine = Dense(2 * H, vocab, initializer=initializer, seed=of_V)
        self.encoder.order = self.writer.order = self.order
        self.loss = TimeSoftmaxCrossEntropy(ignore_label)
        MadeOfParts.__init__(
            self,
            {
                "encoder_embedding": self.encoder_embedding,
                "encoder": self.encoder,
                "decoder_embedding": self.decoder_embedding,
                "decoder": self.writer,
                "attention": self.attention,
                "affine": self.affine,
            },
        )

    def forward(self, x: ArrayLike, t: ArrayLike, lengths: ArrayLike | None = None) -> np.ndarray:
        """Return L for the words x (N, S) and their translations t (N, T)."""
        h, c = self.encode(x, lengths)
        hs = self.encoder_states
        N, S, _ = hs.shape
        within = None if lengths is None else steps_within(lengths, N, S)[:, :, 0].T
        read, wanted = self._taught(t, N)
        e = self.decoder_embedding.forward(read)
        d, *_ = self.writer.forward(e, h, c if self.pass_cell else None)
        a = self.attention.forward(d, hs, mask=within)
        y = self.affine.forward(self._beside(a, d))
        return self.loss.forward(y, wanted)

    def backward(self, dL: ArrayLike = 1.0) -> None:
        """Fill the gradients of all weights, the decoder's first and then the encoder's."""
        dboth = self.affine.backward(self.loss.backward(dL))
        da, dd = self._parted(dboth)
        dquery, dhs = self.attention.backward(da)
        de, dh, dc = self.writer.backward(dd + dquery)  # a state spoke, and looked back
        self.decoder_embedding.backward(de)
        de, *_ = self.encoder.backward(dhs, dh, dc if self.pass_cell else None)
        self.encoder_embedding.backward(de)

    def _beside(self, a: np.ndarray, d: np.ndarray) -> np.ndarray:
        """Return the mean and the state side by side (N, T - 1, 2 n_hidden)."""
        return np.concatenate([a, d] if self.context_first else [d, a], axis=2)

    def _parted(self, dboth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the gradients of the mean and of the state."""
        first, second = np.split(dboth, 2, axis=2)
        return (first, second) if self.context_first else (second, first)
