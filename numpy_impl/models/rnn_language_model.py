"""A recurrent language model: which word comes next?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.embedding import Embedding
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from numpy_impl.recurrent.lstm import LSTM
from numpy_impl.recurrent.parts import MadeOfParts, first_states, layer_called
from numpy_impl.recurrent.time_distributed import TimeDistributed
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_shape


class RNNLanguageModel(MadeOfParts):
    """Reads words, and gives the logits of the next word at every step.

        e_t = E[x_t], h_t = rnn(e_t, h_(t-1)), y_t = h_t V + b
        L = mean of -log softmax(y_t)_(t_t) over the tokens that count

    Its parts are ``embedding`` (E), ``rnn`` and ``affine`` (V and b).

    Args:
        vocab: how many words there are.
        emb: length of a word's vector.
        n_hidden: length of the state.
        layer: ``"lstm"``, ``"simple_rnn"`` or ``"gru"``.
        stateful: whether a call begins with the last state of the call before, until
            :meth:`reset_state`: a long text is then read in pieces. No gradient goes back into
            that call.
        ignore_label: targets with this number do not count; all count if None.
        initializer: draws all weights; if none is given, E comes from a normal distribution with
            sigma = 0.01, the others from Glorot's uniform distribution.
        seed: the seeds of the parts are made from it.

    Shapes:
        x, t (N, T) integers; h0, c0 (N, n_hidden); y (N, T, vocab), L a scalar; E (vocab, emb),
        V (n_hidden, vocab).

    Source:
        Mikolov et al. (2010), Recurrent neural network based language model, INTERSPEECH; with an
        LSTM: Sundermeyer, Schlüter and Ney (2012), LSTM neural networks for language modeling.
    """

    order = "ifog"  # in which an LSTM's gates stand in its W, U and b

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        layer: str = "lstm",
        stateful: bool = False,
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        of_E, of_rnn, of_V = spawned(seed, 3)
        self.embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E)
        self.rnn = layer_called(layer)(
            emb, n_hidden, stateful=stateful, initializer=initializer, seed=of_rnn
        )
        if isinstance(self.rnn, LSTM):
            self.rnn.order = self.order
        self.affine = TimeDistributed(n_hidden, vocab, initializer=initializer, seed=of_V)
        self.loss = TimeSoftmaxCrossEntropy(ignore_label)
        parts = {"embedding": self.embedding, "rnn": self.rnn, "affine": self.affine}
        super().__init__(parts)

    def predict(
        self, x: ArrayLike, h0: np.ndarray | None = None, c0: np.ndarray | None = None
    ) -> np.ndarray:
        """Return the logits of the next word y (N, T, vocab) for the words x (N, T)."""
        require_shape("x", np.asarray(x), (None, None))
        e = self.embedding.forward(x)
        h, *_ = self.rnn.forward(e, **first_states(self.rnn, h0, c0))
        return self.affine.forward(h)

    def forward(
        self,
        x: ArrayLike,
        t: ArrayLike,
        h0: np.ndarray | None = None,
        c0: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return L for the words x (N, T) and those that follow each of them, t (N, T)."""
        y = self.predict(x, h0, c0)
        return self.loss.forward(y, t)

    def backward(self, dL: ArrayLike = 1.0) -> tuple[np.ndarray, ...]:
        """Return (dh0,), and dc0 of an LSTM; fill the gradients of all weights."""
        dy = self.loss.backward(dL)
        dh = self.affine.backward(dy)
        de, *dfirst = self.rnn.backward(dh)
        self.embedding.backward(de)
        return tuple(dfirst)

    def reset_state(self) -> None:
        """Forget the state that a stateful model keeps: the next call begins with zeros."""
        self.rnn.reset_state()
