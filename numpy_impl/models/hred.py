"""HRED: a dialogue is read word by word, and its utterances one after another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.embedding import Embedding
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.models.decoder import Decoder
from numpy_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from numpy_impl.recurrent.parts import MadeOfParts, layer_called
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_shape


class HRED(MadeOfParts):
    """The hierarchical recurrent encoder-decoder: an RNN over words, and one over utterances.

        u_m = the encoder's last h after the words of utterance m
        s_m = context(u_m, s_(m-1))
        h0_m = tanh(s_m W + b)
        y_m = decoder(t_m1 ... t_m(T-1), from h0_m)
        L = mean of -log softmax(y_mk)_(t_m(k+1)) over the words that count

    The reply t_m to utterance m so depends on all that was said before, at a distance of a few
    steps of the context instead of hundreds of words. It begins with a word that says that it
    begins; the decoder reads the right word before, not its own.

    Its parts are ``embedding``, ``encoder``, ``context``, ``bridge`` (W and b) and ``decoder``,
    which has parts of its own.

    Args:
        vocab: how many words there are.
        emb: length of a word's vector.
        n_hidden: length of the states of the encoder and of the decoder.
        n_context: length of the state of the context.
        layer: what all three are, ``"lstm"`` or ``"simple_rnn"``.
        ignore_label: words of t with this number do not count, such as padding; all if None.
        initializer: draws all weights; if none is given, the vectors of words come from a normal
            distribution with sigma = 0.01, the others from Glorot's uniform distribution.
        seed: the seeds of the parts are made from it.

    Shapes:
        x (N, M, S) and t (N, M, T) integers: M utterances of each dialogue, and the replies;
        lengths (N, M) those of x; L a scalar.

    Source:
        Sordoni et al. (2015), A hierarchical recurrent encoder-decoder for generative
        context-aware query suggestion, CIKM, section 3; for dialogues: Serban et al. (2016),
        Building end-to-end dialogue systems using generative hierarchical neural network models,
        AAAI. They have GRUs.
    """

    order = "ifog"  # in which the gates of all three stand in their W, U and b

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
    ) -> None:
        of_E, of_encoder, of_context, of_bridge, of_decoder = spawned(seed, 5)
        rnn = layer_called(layer, ("lstm", "simple_rnn"))
        self.ignore_label = ignore_label
        self.embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E)
        self.encoder = rnn(emb, n_hidden, initializer=initializer, seed=of_encoder)
        self.context = rnn(n_hidden, n_context, initializer=initializer, seed=of_context)
        self.bridge = self._bridge(n_context, n_hidden, initializer, of_bridge)
        self.decoder = Decoder(vocab, emb, n_hidden, layer, False, initializer, of_decoder)
        self.loss = TimeSoftmaxCrossEntropy(ignore_label)
        if layer == "lstm":
            for part in (self.encoder, self.context, self.decoder.cell):
                part.order = self.order  # type: ignore[union-attr]
        names = ("embedding", "encoder", "context", "bridge", "decoder")
        super().__init__({name: getattr(self, name) for name in names})

    def forward(self, x: ArrayLike, t: ArrayLike, lengths: ArrayLike | None = None) -> np.ndarray:
        """Return L for the utterances x (N, M, S) and the replies t (N, M, T)."""
        s = self.read(x, lengths)
        read, wanted = self.taught(t)
        self.h0 = np.tanh(self.bridge.forward(s))
        y, *_ = self.decoder.forward(read, self.h0.reshape(len(read), -1))
        return self.loss.forward(y, wanted)

    def backward(self, dL: ArrayLike = 1.0) -> None:
        """Fill the gradients of all weights, from the replies to the words that were read."""
        dh0, *_ = self.decoder.backward(self.loss.backward(dL))
        da = dh0.reshape(self.h0.shape) * (1 - self.h0**2)
        ds = self.bridge.backward(da)
        self.read_backward(ds)

    def read(self, x: ArrayLike, lengths: ArrayLike | None) -> np.ndarray:
        """Return the context s (N, M, n_context) after each of the utterances x (N, M, S)."""
        x = np.asarray(x)
        require_shape("x", x, (None, None, None))
        N, M, S = x.shape
        if lengths is not None:
            lengths = np.asarray(lengths)
            require_shape("lengths", lengths, (N, M))
            lengths = lengths.reshape(N * M)
        self.shape = N, M
        e = self.embedding.forward(x.reshape(N * M, S))  # every utterance begins anew
        _, u, *_ = self.encoder.forward(e, lengths=lengths)
        s, *_ = self.context.forward(u.reshape(N, M, u.shape[1]))
        return s

    def read_backward(self, ds: np.ndarray) -> None:
        """Fill the gradients of the context, of the encoder and of E for ds (N, M, n_context)."""
        du, *_ = self.context.backward(ds)
        du = du.reshape(-1, du.shape[2])
        dstates = np.zeros((*self.encoder.x.shape[:2], du.shape[1]), dtype=du.dtype)
        de, *_ = self.encoder.backward(dstates, du)  # only the last state of each was looked at
        self.embedding.backward(de)

    def taught(self, t: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Return the words (N M, T - 1) that the decoder reads, and those that it should say."""
        t = np.asarray(t)
        require_shape("t", t, (*self.shape, None))
        if t.shape[2] < 2:
            raise ValueError(
                f"t has shape {t.shape}, but needs a first word and at least one to say."
            )
        t = t.reshape(-1, t.shape[2])
        read, wanted = t[:, :-1], t[:, 1:]
        if self.ignore_label is not None:  # behind the end any word will do
            read = np.where(read == self.ignore_label, np.zeros_like(read), read)
        return read, wanted

    def _bridge(
        self, n_context: int, n_hidden: int, initializer: Initializer | None, seed: int | None
    ) -> Dense:
        """Return the layer from the context to the decoder's first state."""
        return Dense(n_context, n_hidden, initializer=initializer, seed=seed)
